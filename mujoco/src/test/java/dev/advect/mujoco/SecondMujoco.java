package dev.advect.mujoco;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gets the version of MuJoCo that the build runs the tests with a second time, named in the property {@code
 * advect.test.mujoco}; where it cannot be got, those tests are skipped, and one line says so.
 */
public final class SecondMujoco implements ExecutionCondition {
    private static final ConditionEvaluationResult RESULT = evaluate();

    private static ConditionEvaluationResult evaluate() {
        String version = System.getProperty("advect.test.mujoco", "");
        if (version.isEmpty()) {
            return ConditionEvaluationResult.enabled("no other version is asked for");
        }
        try {
            return ConditionEvaluationResult.enabled("MuJoCo " + version + " is " + Installations.fetch(version));
        } catch (MujocoException e) {
            System.err.println("The tests are not run with MuJoCo " + version + ": " + e.getMessage());
            return ConditionEvaluationResult.disabled(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RESULT;
    }
}
