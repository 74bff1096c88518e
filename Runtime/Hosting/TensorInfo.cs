using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Octavo.Runtime;

/// <summary>An input or output of a model.</summary>
/// <param name="Name">The tensor's name in the model.</param>
/// <param name="ElementType">Its short name: f32, u8, s64, …</param>
/// <param name="Shape">One entry per axis, outermost first; −1 is the symbolic batch, or a dimension that depends on the length.</param>
/// <param name="Scale">The step between codes, when the tensor is quantized.</param>
/// <param name="ZeroPoint">The code of 0, when the tensor is quantized.</param>
public sealed record TensorInfo(string Name, string ElementType, IReadOnlyList<int> Shape, float? Scale = null, int? ZeroPoint = null)
{
    /// <summary>For example <c>image f32 [N,3,224,224]</c>.</summary>
    public override string ToString()
    {
        string shape = string.Join(',', Shape.Select(d => d < 0 ? "N" : d.ToString(CultureInfo.InvariantCulture)));
        string quantization = Scale is null ? "" : string.Create(CultureInfo.InvariantCulture, $" scale {Scale} zero point {ZeroPoint ?? 0}");
        return $"{Name} {ElementType} [{shape}]{quantization}";
    }
}
