using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Packs the right operand of a float product of two activations.</summary>
internal sealed class FloatPackLayer : Layer
{
    private readonly ActivationProduct _product;
    private readonly MatrixStack _matrices;

    public FloatPackLayer(Node node, PlanContext context, ActivationProduct product)
        : base(node)
    {
        _product = product;
        _matrices = new MatrixStack(Read("b", context.View(node.Inputs[1]!)).View, context);
        Write("panels", product.Panels);
    }

    public override string Kernel => $"float pack {_product.Length}x{_product.Columns}";

    public override void WriteBody(CodeWriter code)
    {
        string strides = $"{Literal.Int(_matrices.RowStride)}, {Literal.Int(_matrices.ColumnStride)}";
        using (code.Block($"for (int matrix = part; matrix < {Literal.Int(_product.RightMatrices)}; matrix += parts)"))
        {
            code.Line($"octavo::FloatPanels.Pack(b + {_matrices.Offset("matrix")}, panels + (matrix * {Literal.Int(_product.PanelLength)}), {Literal.Int(_product.Length)}, {Literal.Int(_product.Columns)}, {strides}, 0, 1);");
        }
    }
}

/// <summary>A float product of two activations, after <see cref="FloatPackLayer"/>.</summary>
internal sealed class FloatActivationProductLayer : Layer
{
    private readonly ActivationProduct _product;
    private readonly MatrixStack _left;
    private readonly MatrixStack? _results;
    private readonly long _segments;
    private readonly long? _bias;

    public FloatActivationProductLayer(Node node, PlanContext context, ActivationProduct product)
        : base(node)
    {
        _product = product;
        _left = new MatrixStack(Read("x", context.View(node.X)).View, context);
        Read("panels", product.Panels);
        View y = Write("y", context.View(node.Y)).View;
        _results = AreMatrices(node) ? new MatrixStack(y, context) : null;
        _segments = context.Weights.Add(new int[1]);
        if (node.Input(2) is { } bias)
        {
            float[] padded = new float[product.PaddedColumns];
            bias.Data!.ToFloats().CopyTo(padded, 0);
            _bias = context.Weights.Add(padded);
        }
    }

    /// <summary>Two activations, or a stack of constant matrices on the right.</summary>
    public static bool Fits(Node node) =>
        node.Op is MatMul { IsDynamic: false } && node.X.Type is { Element: ElementType.Float32, IsQuantized: false } && !ProductLayer.Fits(node);

    /// <summary>Neither operand is a vector, which makes the result a stack of matrices.</summary>
    public static bool AreMatrices(Node node) => node.X.Shape.Rank >= 2 && node.Inputs[1]!.Shape.Rank >= 2;

    public override string Kernel =>
        $"float product {_product.Rows}x{_product.Length}x{_product.Columns}" + (_product.Matrices == 1 ? "" : $" times {_product.Matrices}");

    public override long MultiplyAccumulates => _product.MultiplyAccumulates;

    public override void WriteBody(CodeWriter code)
    {
        new DenseShape(_product.Rows, _product.Length, _product.Columns, _product.PaddedColumns / WeightMatrix.PanelChannels, _segments)
        {
            RowStride = _left.RowStride,
            OutputRowStride = _results?.RowStride ?? _product.Columns,
        }.Write(code);
        string result = _results?.Offset("matrix") ?? $"(matrix * {Literal.Int(_product.Rows * _product.Columns)})";
        using (code.Block($"for (int matrix = 0; matrix < {Literal.Int(_product.Matrices)}; matrix++)"))
        {
            code.Line($"int left = ((int*)(weights + {Literal.Int(_product.LeftIndices)}))[matrix];");
            code.Line($"int right = ((int*)(weights + {Literal.Int(_product.RightIndices)}))[matrix];");
            code.Line($"octavo::FloatConvolution.Run(x + {_left.Offset("left")}, panels + (right * {Literal.Int(_product.PanelLength)}), {FloatProductLayer.Bias(_bias)}, y + {result}, "
                + $"in shape, {FloatProductLayer.Range(((MatMul)Node.Op).Activation)}, part, parts);");
        }
    }
}
