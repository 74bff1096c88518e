using System.Linq;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The sum or mean of codes along neighbouring axes: of rows, or of the pixels of an image whose channels lie behind the axes.</summary>
internal sealed class CodeSumLayer : Layer
{
    private readonly Reduce _op;

    public CodeSumLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (Reduce)node.Op;
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => _op.Kind == ReduceKind.Mean ? "mean" : "sum";

    public override void WriteBody(CodeWriter code)
    {
        Shape shape = Node.X.Shape;
        int first = _op.Axes.Min(), end = _op.Axes.Max() + 1;
        int outer = (int)shape.Product(0, first), length = (int)shape.Product(first, end), inner = (int)shape.Product(end, shape.Rank);
        Quantization x = Node.X.Type.Quantization!, y = Node.Y.Type.Quantization!;
        Clamp range = Clamp.Of(Node.Y.Type.Element);
        float multiplier = Requantization.AverageMultiplier(x.Scale, y.Scale, _op.Kind == ReduceKind.Mean ? length : 1);
        string rule = $"{Literal.Int(x.ZeroPoint)}, {Literal.Float(multiplier)}, {Literal.Int(y.ZeroPoint)}, {Literal.Int(range.Low)}, {Literal.Int(range.High)}, part, parts";
        if (inner == 1)
        {
            code.Line($"octavo::RowSums.Run(x, y, {Literal.Int(outer)}, {Literal.Int(length)}, {rule});");
            return;
        }

        using (code.Block("var shape = new octavo::PoolShape", ";"))
        {
            code.Line($"Items = {Literal.Int(outer)}, InputHeight = {Literal.Int(length)}, InputWidth = 1, OutputHeight = 1, OutputWidth = 1, Channels = {Literal.Int(inner)},");
            code.Line($"Input = new octavo::PixelStrides(item: {Literal.Int((long)length * inner)}, row: {Literal.Int(inner)}, pixel: {Literal.Int(inner)}),");
            code.Line($"Output = new octavo::PixelStrides(item: {Literal.Int(inner)}, row: {Literal.Int(inner)}, pixel: {Literal.Int(inner)}),");
        }

        code.Line($"octavo::GlobalAveragePool.Run(x, y, in shape, {rule});");
    }
}
