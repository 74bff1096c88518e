using System.Linq;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Constant padding: the interior is copied, everything around it is filled.</summary>
internal sealed class PadLayer : Layer
{
    private readonly Pad _op;
    private readonly View _x;
    private readonly View _y;

    public PadLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Pad)node.Op;
        _x = Read("x", context.View(node.X)).View;
        _y = Write("y", context.View(node.Y)).View;
    }

    public override string Kernel => "pad";

    public override void WriteBody(CodeWriter code)
    {
        int size = _y.Storage.Element.Size();
        int interior = _op.Begin.Select((begin, axis) => begin * _y.Strides[axis]).Sum();
        code.Line($"var whole = {new Loops(_y.Shape.Dimensions, _y.Strides, _y.Strides).Construction};");
        code.Line($"var inside = {new Loops(_x.Shape.Dimensions, _x.Strides, _y.Strides).Construction};");
        code.Line("// The parts of a fill and of a copy are not the same elements, so one part does both.");
        using (code.Block("if (part == 0)"))
        {
            code.Line($"octavo::Fill.Run(y, {Literal.Int(size)}, in whole, 0x{Pattern():x}UL, 0, 1);");
            code.Line($"octavo::Copy.Run(x, y + {Literal.Int(interior)}, {Literal.Int(size)}, in inside, 0, 1);");
        }
    }

    /// <summary>The element's bits.</summary>
    private long Pattern()
    {
        var type = new TensorType(Node.Y.Type.Element, Shape.Scalar, Node.Y.Type.Quantization);
        TensorData value = type.IsQuantized
            ? Reference.Evaluator.Evaluate(new Quantize(), [new Reference.Operand(TensorData.Floats(Shape.Scalar, (float)_op.Value))], [type])[0]
            : Reference.Evaluator.Evaluate(new Cast(), [new Reference.Operand(TensorData.From<double>(ElementType.Float64, Shape.Scalar, [_op.Value]))], [type])[0];
        byte[] bits = new byte[8];
        value.Bytes.CopyTo(bits, 0);
        return System.BitConverter.ToInt64(bits, 0);
    }
}
