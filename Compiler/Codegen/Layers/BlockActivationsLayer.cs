using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>The activations of an integer product with weights in blocks, as codes with their sums.</summary>
internal sealed class BlockActivationsLayer : Layer
{
    private readonly BlockRows _rows;

    public BlockActivationsLayer(Node node, PlanContext context, BlockRows rows)
        : base(node)
    {
        _rows = rows;
        Read("x", context.View(node.X));
        Write("codes", rows.Codes);
        Write("offsets", rows.Offsets);
        if (rows.Scales is { } scales)
        {
            Write("scales", scales);
        }
    }

    public override string Kernel => $"codes {_rows.Count}x{_rows.Panels.Length} in blocks of {_rows.Panels.Block}";

    public override void WriteBody(CodeWriter code)
    {
        _rows.Write(code);
        code.Line("octavo::BlockActivations.Run(x, in rows, in panels, part, parts);");
    }
}
