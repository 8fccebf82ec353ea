package dev.advect.envs.humanoid;

import java.util.List;

/** Pairs of bodies that overlap without being parent and child, and whose contacts are therefore ignored. */
final class Touching {
    /** The names of two bodies. */
    record Pair(String first, String second) {}

    static final List<Pair> PAIRS = List.of(
            new Pair("Pelvis", "Spine"), new Pair("Torso", "Chest"), new Pair("Torso", "L_Hip"), new Pair("Torso", "R_Hip"),
            new Pair("L_Hip", "R_Hip"), new Pair("Chest", "Head"), new Pair("Neck", "L_Thorax"), new Pair("Neck", "R_Thorax"),
            new Pair("L_Thorax", "R_Thorax"), new Pair("Chest", "L_Shoulder"), new Pair("Chest", "R_Shoulder"),
            new Pair("L_Knee", "L_Toe"), new Pair("R_Knee", "R_Toe"), new Pair("L_Elbow", "L_Hand"),
            new Pair("R_Elbow", "R_Hand"), new Pair("Head", "L_Thorax"), new Pair("Head", "R_Thorax"));

    private Touching() {}
}
