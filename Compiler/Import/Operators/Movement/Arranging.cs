using System.Linq;
using Octavo.Compiler.Import.Nodes;

namespace Octavo.Compiler.Import.Operators.Movement;

/// <summary>Movement that the decompositions of several operators share.</summary>
internal static class Arranging
{
    /// <summary>Zeros around a value; codes get their zero point.</summary>
    public static Value PadZeros(NodeContext node, Value x, int[] begin, int[] end) => begin.All(p => p == 0) && end.All(p => p == 0)
        ? x
        : node.Emit(new Pad(begin, end, PadMode.Constant, 0), x.Type.Element, x.Type.Quantization, x);

    /// <summary>A box of a value, one start and size per axis.</summary>
    public static Value Crop(NodeContext node, Value x, int[] starts, int[] sizes) => x.Shape.Dimensions.SequenceEqual(sizes)
        ? x
        : SliceImport.Emit(node, x, new Slice(starts, Enumerable.Repeat(1, sizes.Length).ToArray(), sizes));
}
