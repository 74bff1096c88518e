using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Conformance.Verdicts;

/// <summary>The options that a user would write to fix what a model leaves open, taken from recorded data.</summary>
internal static class InputOptions
{
    /// <param name="given">The inputs that become constants.</param>
    public static CompilerOptions For(IReadOnlyList<OnnxValueInfo> inputs, IReadOnlyList<TensorData?> data, IReadOnlySet<string> given)
    {
        var recorded = inputs.Zip(data, (info, tensor) => (Info: info, Tensor: tensor!)).Where(i => i.Info.TypeName == "tensor" && i.Tensor is not null).ToList();
        return new CompilerOptions(
            "Network",
            InputShapes: Join(recorded
                .Where(i => !given.Contains(i.Info.Name) && (i.Info.Dimensions is null || i.Info.Dimensions.Any(d => d.Size is null)))
                .Select(i => $"{i.Info.Name}:{string.Join("x", i.Tensor.Shape.Dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)))}")),
            InputValues: Join(recorded
                .Where(i => given.Contains(i.Info.Name))
                .Select(i => $"{i.Info.Name}:{string.Join(" ", Enumerable.Range(0, (int)i.Tensor.Length).Select(e => Element(i.Tensor, e)))}")));
    }

    private static string Element(TensorData tensor, int index) =>
        tensor.Element.IsFloat() ? tensor.FloatAt(index).ToString("R", CultureInfo.InvariantCulture) : tensor.IntegerAt(index).ToString(CultureInfo.InvariantCulture);

    private static string? Join(IEnumerable<string> entries) => string.Join(",", entries) is { Length: > 0 } text ? text : null;
}
