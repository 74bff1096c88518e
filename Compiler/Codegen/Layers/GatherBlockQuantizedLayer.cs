using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Rows of a constant matrix that stays codes of a few bits, chosen by indices computed at run time.</summary>
internal sealed class GatherBlockQuantizedLayer : Layer
{
    private readonly BlockWeights _table;

    public GatherBlockQuantizedLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("indices", context.View(node.Inputs[1]!));
        Write("y", context.View(node.Y));
        _table = new BlockWeights(context, node.X, node.Inputs[2]!, node.Input(3), ((GatherBlockQuantized)node.Op).Block, panel: 1);
    }

    public override string Kernel => $"gather of {_table.Bits} bits";

    public override void WriteBody(CodeWriter code)
    {
        _table.Write(code);
        code.Line($"octavo::GatherBlockQuantized.Run(in matrix, indices, y, {Literal.Int(Node.Inputs[1]!.Shape.Length)}, part, parts);");
    }
}
