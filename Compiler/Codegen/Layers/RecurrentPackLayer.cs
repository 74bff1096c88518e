using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

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
        Shape weights = Node.Inputs[1]!.Shape;
        int rows = weights[1], hidden = weights[2], panels = FloatWeights.OfRows(Node.Inputs[1]!, 0).PackedLength;
        for (int d = 0; d < weights[0]; d++)
        {
            string from = d == 0 ? "recurrent" : $"recurrent + {Literal.Int(d * rows * hidden)}", to = d == 0 ? "panels" : $"panels + {Literal.Int(d * panels)}";
            code.Line($"octavo::FloatPanels.Pack({from}, {to}, {Literal.Int(hidden)}, {Literal.Int(rows)}, 1, {Literal.Int(hidden)}, part, parts);");
        }
    }
}
