using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Accumulators to float, one scale for the tensor or one per index of the last axis.</summary>
internal sealed class DequantizeInt32Layer : Layer
{
    private readonly Loops _loops;
    private readonly long _scales;
    private readonly int _count;

    public DequantizeInt32Layer(Node node, PlanContext context)
        : base(node)
    {
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        Quantization codes = node.X.Type.Quantization!;
        _count = codes.Count;
        _scales = context.Weights.Add(codes.Scales());
        _loops = new Loops(x.Shape.Dimensions, keepInnermost: !codes.IsPerTensor, x.Strides, y.Strides);
    }

    public override string Kernel => "dequantize s32";

    public static bool Fits(Node node) =>
        node.X.Type is { Element: ElementType.Int32, Quantization: { } codes } && (codes.IsPerTensor || codes.Axis == node.X.Shape.Rank - 1)
        && System.Array.TrueForAll(codes.ZeroPoints(), z => z == 0);

    public override void WriteBody(CodeWriter code)
    {
        code.Line($"var loop = {_loops.Construction};");
        code.Line($"octavo::Quantizer.DequantizeInt32(x, y, in loop, (float*)(weights + {Literal.Int(_scales)}), {Literal.Int(_count)}, part, parts);");
    }
}
