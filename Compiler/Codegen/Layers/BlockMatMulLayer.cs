using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>An integer product with weights in blocks, after <see cref="BlockActivationsLayer"/>.</summary>
internal sealed class BlockMatMulLayer : Layer
{
    private readonly BlockRows _rows;
    private readonly long? _bias;

    public BlockMatMulLayer(Node node, PlanContext context, BlockRows rows)
        : base(node)
    {
        _rows = rows;
        Read("codes", rows.Codes);
        Read("offsets", rows.Offsets);
        if (rows.Scales is { } scales)
        {
            Read("scales", scales);
        }

        Write("y", context.View(node.Y));
        _bias = node.Input(4) is { } bias ? context.Weights.Add(rows.Panels.Padded(bias)) : null;
    }

    public override string Kernel => $"dense {_rows.Panels.Length}->{_rows.Panels.Rows} of {_rows.Panels.Bits} bits in blocks of {_rows.Panels.Block}" + (_rows.Count == 1 ? "" : $" rows {_rows.Count}");

    public override long MultiplyAccumulates => (long)_rows.Count * _rows.Panels.Length * _rows.Panels.Rows;

    public override void WriteBody(CodeWriter code)
    {
        _rows.Write(code);
        string range = FloatProductLayer.Range(((BlockMatMul)Node.Op).Activation);
        code.Line($"octavo::BlockMatMul.Run(in rows, in panels, {FloatProductLayer.Bias(_bias)}, y, {range}, part, parts);");
    }
}
