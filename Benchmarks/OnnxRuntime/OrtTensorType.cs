using System.Linq;

namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>An input or output as a session declares it; symbolic dimensions are negative.</summary>
internal sealed record OrtTensorType(string Name, OrtElementType Element, long[] Shape)
{
    /// <summary>The shape with one item in place of every symbolic dimension.</summary>
    public long[] SingleShape => [.. Shape.Select(d => d < 0 ? 1 : d)];
}
