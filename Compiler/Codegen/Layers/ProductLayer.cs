using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>
/// An int8 matrix product with constant weights [K, N] (or a stack of such matrices): the rows of x are the pixels of a 1×1 convolution.
/// </summary>
internal sealed class ProductLayer : Layer
{
    private readonly bool _hasResidual;
    private readonly int _rows;
    private readonly DenseShape _shape;
    private readonly WeightMatrix _matrix;
    private readonly EpilogueCode _epilogue;
    private readonly WeightPanels _panels;

    public ProductLayer(Node node, PlanContext context)
        : base(node)
    {
        Read("x", context.View(node.X));
        _hasResidual = ((MatMul)node.Op).Residual is not null;
        if (_hasResidual)
        {
            Read("residual", context.View(node.Inputs[3]!));
        }

        Write("y", context.View(node.Y));
        ReadDynamicQuantization(context);
        _matrix = WeightMatrix.OfProduct(node.Inputs[1]!);
        _rows = (int)(node.X.Shape.Length / _matrix.SegmentLength);
        _panels = new WeightPanels(context, _matrix, [0]);
        _epilogue = EpilogueCode.ForProducts(node, context, _matrix);
        _shape = new DenseShape(_rows, _matrix.SegmentLength, _matrix.Channels, _panels.PanelBlock, _panels.Segments);
    }

    public override string Kernel =>
        $"dense {_matrix.SegmentLength}->{_matrix.Channels}" + (_rows == 1 ? "" : $" rows {_rows}") + (_hasResidual ? " + residual" : "") + _panels.Note;

    public override long MultiplyAccumulates => (long)_rows * _matrix.SegmentLength * _matrix.Channels;

    /// <summary>One constant matrix, the same for every row of x.</summary>
    public static bool Fits(Node node) =>
        node.Inputs[1] is { IsConstant: true } w && w.Shape.Rank >= 2 && w.Shape.Length == (long)w.Shape[-1] * w.Shape[-2] && node.X.Shape.Rank >= 1;

    public override void WriteBody(CodeWriter code)
    {
        _shape.Write(code, _panels.PairsFitInt16);
        _epilogue.Write(code, _hasResidual ? ["ResidualStrides = " + _shape.OutputStrides] : []);
        code.Line($"octavo::Convolution.Run(x, (sbyte*)(weights + {Literal.Int(_panels.Weights)}), (byte*)y, in shape, in epilogue, part, parts);");
    }
}
