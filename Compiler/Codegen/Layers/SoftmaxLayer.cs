using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Softmax: of codes along the last axis by a table of exponentials, of floats along any axis.</summary>
internal sealed class SoftmaxLayer : Layer
{
    private readonly int _axis;
    private readonly Loops? _rows;
    private readonly long _table;

    public SoftmaxLayer(Node node, PlanContext context)
        : base(node)
    {
        View x = Read("x", context.View(node.X)).View, y = Write("y", context.View(node.Y)).View;
        _axis = ((Softmax)node.Op).Axis;
        if (node.X.Type.Quantization is { } quantization)
        {
            _rows = new Loops(x.Shape.Dimensions, keepInnermost: true, x.Strides, y.Strides);
            _table = context.Weights.Add(QuantizedSoftmax.Table(quantization.Scale, x.Shape[_axis]));
        }
    }

    public override string Kernel => _rows is null ? "float softmax" : "softmax";

    /// <summary>The kernel on codes sums along the last axis only.</summary>
    public static bool Fits(Node node) => !node.X.Type.IsQuantized || ((Softmax)node.Op).Axis == node.X.Shape.Rank - 1;

    public override void WriteBody(CodeWriter code)
    {
        Shape shape = Node.X.Shape;
        if (_rows is null)
        {
            string extents = $"{Literal.Int(shape.Product(0, _axis))}, {Literal.Int(shape[_axis])}, {Literal.Int(shape.Product(_axis + 1, shape.Rank))}";
            code.Line($"octavo::FloatSoftmax.Run(x, y, {extents}, part, parts);");
            return;
        }

        Quantization y = Node.Y.Type.Quantization!;
        code.Line($"var rows = {_rows.Construction};");
        code.Line($"octavo::QuantizedSoftmax.Run(x, y, in rows, (float*)(weights + {Literal.Int(_table)}), {Literal.Float(QuantizedSoftmax.StepsInOne(y.Scale))}, {Literal.Int(y.ZeroPoint)}, part, parts);");
    }
}
