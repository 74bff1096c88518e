using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Where the greatest or least element along an axis is.</summary>
internal sealed class ArgReduceLayer : Layer
{
    private readonly ArgReduce _op;

    public ArgReduceLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (ArgReduce)node.Op;
        Read("x", context.View(node.X));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => _op.Name.ToLowerInvariant();

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        string extents = $"{Literal.Int(x.Product(0, _op.Axis))}, {Literal.Int(x[_op.Axis])}, {Literal.Int(x.Product(_op.Axis + 1, x.Rank))}";
        code.Line($"octavo::ArgReduce.{(_op.Greatest ? "Max" : "Min")}(x, y, {extents}, {Literal.Bool(_op.Last)}, part, parts);");
    }
}
