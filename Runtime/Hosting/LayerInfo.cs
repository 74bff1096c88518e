using System.Collections.Generic;
using System.Globalization;

namespace Octavo.Runtime;

/// <summary>One layer of a generated model: a method that computes one output.</summary>
/// <param name="Name">The node's name in the model.</param>
/// <param name="Operator">What is computed: Conv, MatMul, Quantize, …</param>
/// <param name="Kernel">How: the kernel with its parameters, for people.</param>
/// <param name="OutputType">The output's element type by its short name.</param>
/// <param name="OutputShape">The output of one item, outermost axis first.</param>
/// <param name="Scale">The step between output codes, when quantized.</param>
/// <param name="ZeroPoint">The output code of 0, when quantized.</param>
/// <param name="MultiplyAccumulates">For one item.</param>
public sealed record LayerInfo(
    string Name,
    string Operator,
    string Kernel,
    string OutputType,
    IReadOnlyList<int> OutputShape,
    float? Scale,
    int? ZeroPoint,
    long MultiplyAccumulates)
{
    internal static string[] Columns => ["layer", "op", "kernel", "output", "scale", "zero", "MMAC"];

    internal string[] Cells() =>
    [
        Name,
        Operator,
        Kernel,
        string.Join('×', OutputShape) + " " + OutputType,
        Scale?.ToString("G4", CultureInfo.InvariantCulture) ?? "",
        ZeroPoint?.ToString(CultureInfo.InvariantCulture) ?? "",
        MultiplyAccumulates == 0 ? "" : (MultiplyAccumulates / 1e6).ToString("0.000", CultureInfo.InvariantCulture),
    ];
}
