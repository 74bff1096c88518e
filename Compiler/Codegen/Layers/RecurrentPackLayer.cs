namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Packs recurrent weights that are only known at run time.</summary>
internal sealed class RecurrentPackLayer : Layer
{
    public RecurrentPackLayer(Node node, PlanContext context, View panels)
        : base(node)
    {
        Read("recurrent", context.View(node.Inputs[1]!));
        Write("panels", panels);
    }

    public override string Kernel => "float pack";

    public override void WriteBody(CodeWriter code)
    {
        var op = (Recurrent)Node.Op;
        code.Line($"octavo::RecurrentPanels.Pack(recurrent, panels, {Literal.Int(op.Directions.Count)}, {Literal.Int(op.Gates)}, {Literal.Int(Node.Inputs[1]!.Shape[2])}, part, parts);");
    }
}
