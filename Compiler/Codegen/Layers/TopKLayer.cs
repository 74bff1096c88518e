using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The greatest or least elements of each row, and their indices.</summary>
internal sealed class TopKLayer : Layer
{
    private readonly TopK _op;

    public TopKLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (TopK)node.Op;
        Read("x", context.View(node.X));
        Write("values", context.View(node.Y));
        Write("indices", context.View(node.Outputs[1]));
    }

    public override string Kernel => "top " + Literal.Int(_op.K);

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        code.Line($"octavo::TopK.Run(x, values, indices, {Literal.Int(x.Product(0, x.Rank - 1))}, {Literal.Int(x[-1])}, {Literal.Int(_op.K)}, {Literal.Bool(_op.Largest)}, part, parts);");
    }
}
