package dev.advect.app.options;

/** The formats in which a policy can be exported. */
public enum ExportFormat {
    POLICY,
    ONNX
}
