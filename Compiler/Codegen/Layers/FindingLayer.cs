using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>What an operator finds in the data, and how much.</summary>
internal sealed class FindingLayer : Layer
{
    private readonly View? _scratch;

    public FindingLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        if (node.Op is Compress)
        {
            Read("condition", context.View(node.Inputs[1]!));
        }
        else if (node.Op is NonMaxSuppression)
        {
            Read("scores", context.View(node.Inputs[1]!));
            Write("order", _scratch = context.Scratch(ElementType.Int32, node.X.Shape[1]));
        }

        Write("y", context.View(node.Y));
        Write("count", context.View(node.Outputs[1]));
    }

    public override string Kernel => _scratch is null ? "find" : "suppress";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        switch (Node.Op)
        {
            case NonZero:
                string type = Node.X.Type.Element == ElementType.Bool ? "byte" : Node.X.Type.Element.CSharpName();
                code.Line($"octavo::NonZero.Run(({type}*)x, y, count, {Literal.Ints(x.Dimensions)}, part);");
                break;
            case Compress compress:
                int slice = checked((int)x.Product(compress.Axis + 1, x.Rank) * Node.X.Type.Element.Size());
                string extents = $"{Literal.Int(x.Product(0, compress.Axis))}, {Literal.Int(x[compress.Axis])}, {Literal.Int(Node.Inputs[1]!.Shape[0])}, {Literal.Int(slice)}";
                code.Line($"octavo::Compress.Run(x, condition, y, count, {extents}, part, parts);");
                break;
            case NonMaxSuppression op:
                Shape scores = Node.Inputs[1]!.Shape;
                string least = op.Score is { } score ? Literal.Float(score) : "null";
                code.Line($"octavo::NonMaxSuppression.Run(x, scores, order, y, count, {Literal.Int(scores[0])}, {Literal.Int(scores[1])}, {Literal.Int(scores[2])}, "
                    + $"{Literal.Int(op.Most)}, {Literal.Float(op.Overlap)}, {least}, {Literal.Bool(op.Centred)}, part);");
                break;
        }
    }
}
