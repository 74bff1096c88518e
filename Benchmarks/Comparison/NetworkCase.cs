using System;
using System.Collections.Generic;
using Octavo.Benchmarks.Workers;

namespace Octavo.Benchmarks.Comparison;

/// <summary>A network to measure.</summary>
/// <param name="ModelPath">The ONNX file.</param>
/// <param name="Style">How it is quantized, where that is known: QDQ, QOperator, dynamic, float.</param>
/// <param name="Runs">Recorded runs, of which there may be none.</param>
/// <param name="Tolerance">How far an output may be from ONNX Runtime's, in its own unit.</param>
/// <param name="InputShapes">The option <c>InputShapes</c>, used when the model leaves dimensions open; null when not known.</param>
internal sealed record NetworkCase(
    string Name, string ModelPath, string? Style, IReadOnlyList<RecordedRun> Runs, double Tolerance = double.PositiveInfinity, string? InputShapes = null)
{
    /// <summary>True unless the network is known not to carry the quantization parameters of its activations with it.</summary>
    public bool IsStaticallyQuantized => Style is null || Style.Contains("QDQ", StringComparison.Ordinal) || Style.Contains("QOperator", StringComparison.Ordinal);
}

/// <summary>Inputs, and what ONNX Runtime computed from them with all optimisations, in the order of the model.</summary>
internal sealed record RecordedRun(IReadOnlyList<TensorBytes> Inputs, byte[][] Outputs);
