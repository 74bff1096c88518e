using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The beginnings of sequences, reversed.</summary>
internal sealed class ReverseSequenceLayer : Layer
{
    public ReverseSequenceLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        Read("lengths", context.View(node.Inputs[1]!));
        Write("y", context.View(node.Y));
    }

    public override string Kernel => "reverse";

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        int time = ((ReverseSequence)Node.Op).TimeAxis;
        long slice = x.Product(2, x.Rank) * Node.X.Type.Element.Size();
        code.Line($"octavo::ReverseSequence.Run(x, lengths, y, {Literal.Int(x[time])}, {Literal.Int(x[1 - time])}, {Literal.Bool(time == 0)}, {Literal.Int(slice)}, part, parts);");
    }
}
