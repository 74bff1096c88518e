using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Quantize or Dequantize with a scale per channel: one channel after the other.</summary>
internal sealed class ChannelQuantizationLayer : Layer
{
    private readonly View _x;
    private readonly View _y;
    private readonly Quantization _codes;
    private readonly long _scales;
    private readonly long _zeroPoints;

    public ChannelQuantizationLayer(Node node, PlanContext context)
        : base(node)
    {
        _x = Read("x", context.View(node.X)).View;
        _y = Write("y", context.View(node.Y)).View;
        _codes = (node.Op is Quantize ? node.Y : node.X).Type.Quantization!;
        _scales = context.Weights.Add(_codes.Scales());
        _zeroPoints = context.Weights.Add(_codes.ZeroPoints());
    }

    public override string Kernel => (Node.Op is Quantize ? "quantize" : "dequantize") + " per channel";

    public override void WriteBody(CodeWriter code)
    {
        int axis = _codes.Axis;
        int[] extents = _x.Shape.Dimensions.Where((_, a) => a != axis).ToArray();
        var loops = new Loops(extents, Without(_x.Strides, axis), Without(_y.Strides, axis));
        Clamp clamp = (Node.Op as Quantize)?.Clamp ?? Clamp.Of(ElementType.UInt8);
        string call = Node.Op is Quantize ? $", {Literal.Int(clamp.Low)}, {Literal.Int(clamp.High)}" : "";
        code.Line($"var loop = {loops.Construction};");
        using (code.Block($"for (int channel = 0; channel < {Literal.Int(_x.Shape[axis])}; channel++)"))
        {
            code.Line($"float scale = ((float*)(weights + {Literal.Int(_scales)}))[channel];");
            code.Line($"int zeroPoint = ((int*)(weights + {Literal.Int(_zeroPoints)}))[channel];");
            code.Line($"octavo::Quantizer.{Node.Op.Name}(x + (channel * {Literal.Int(_x.Strides[axis])}), y + (channel * {Literal.Int(_y.Strides[axis])}), in loop, scale, zeroPoint{call}, part, parts);");
        }
    }

    private static int[] Without(int[] strides, int axis) => strides.Where((_, a) => a != axis).ToArray();
}
