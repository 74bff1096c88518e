using System;
using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Add or Mul of two quantized tensors into a third, with broadcasting, in ONNX Runtime's x64 arithmetic.</summary>
internal sealed class QuantizedBinaryLayer : Layer
{
    private readonly Binary _op;
    private readonly Loops _loops;

    public QuantizedBinaryLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Binary)node.Op;
        View a = Read("a", context.View(node.X)).View, b = Read("b", context.View(node.Inputs[1]!)).View;
        View y = Write("y", context.View(node.Y)).View;
        Shape shape = node.Y.Shape;
        _loops = new Loops(shape.Dimensions, Loops.Broadcast(a, shape), Loops.Broadcast(b, shape), y.Strides);
    }

    public override string Kernel => _op.Kind == BinaryKind.Add ? "add" : "multiply";

    public override Operand? InPlaceInput => Operands[0].View.Shape.Equals(Node.Y.Shape) ? Operands[0] : null;

    public override void WriteBody(CodeWriter code)
    {
        Quantization a = Node.X.Type.Quantization!, b = Node.Inputs[1]!.Type.Quantization!, y = Node.Y.Type.Quantization!;
        Clamp clamp = _op.Clamp ?? Clamp.Of(Node.Y.Type.Element);
        int moved = SignedCodes.Moved(_op.Signed, Node.Y.Type.Element);
        string range = $"{Literal.Int(clamp.Low - moved)}, {Literal.Int(clamp.High - moved)}, {Literal.Int(moved)}";
        code.Line($"var loop = {_loops.Construction};");
        switch (_op.Kind)
        {
            case BinaryKind.Add:
                AddParameters add = QuantizedAdd.Parameters(a.Shifted(-moved), b.Shifted(-moved), y.Shifted(-moved));
                code.Line($"octavo::QuantizedAdd.Run(a, b, y, in loop, {Literal.Float(add.FirstScale)}, {Literal.Float(add.SecondScale)}, {Literal.Float(add.Offset)}, {range}, part, parts);");
                break;
            case BinaryKind.Mul:
                float scale = QuantizedMul.Scale(a, b, y);
                code.Line($"octavo::QuantizedMul.Run(a, b, y, in loop, {Literal.Int(a.ZeroPoint)}, {Literal.Int(b.ZeroPoint)}, {Literal.Float(scale)}, {Literal.Int(y.ZeroPoint - moved)}, {range}, part, parts);");
                break;
            default:
                throw new InvalidOperationException($"{_op.Kind} has no integer kernel.");
        }
    }
}
