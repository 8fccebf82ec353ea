/**
 * What there is to see of a simulation: the {@link dev.advect.view.scene.Scene}, which stays, and its
 * {@link dev.advect.view.scene.Pose} at an instant. {@link dev.advect.view.scene.SceneReader} reads both from any
 * environment on MuJoCo; films and the page in the browser show them.
 */
@NullMarked
package dev.advect.view.scene;

import org.jspecify.annotations.NullMarked;
