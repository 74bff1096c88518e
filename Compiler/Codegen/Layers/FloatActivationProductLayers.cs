namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Packs the right operand of a float product of two activations.</summary>
internal sealed class FloatPackLayer : Layer
{
    private readonly ActivationProduct _product;

    public FloatPackLayer(Node node, PlanContext context, ActivationProduct product)
        : base(node)
    {
        _product = product;
        Read("b", context.View(node.Inputs[1]!));
        Write("panels", product.Panels);
    }

    public override string Kernel => $"float pack {_product.Length}x{_product.Columns}";

    public override void WriteBody(CodeWriter code)
    {
        int n = _product.Columns, k = _product.Length;
        using (code.Block($"for (int matrix = part; matrix < {Literal.Int(_product.RightMatrices)}; matrix += parts)"))
        {
            code.Line($"octavo::FloatPanels.Pack(b + (matrix * {Literal.Int(k * n)}), panels + (matrix * {Literal.Int(_product.PanelLength)}), {Literal.Int(k)}, {Literal.Int(n)}, {Literal.Int(n)}, 1, 0, 1);");
        }
    }
}

/// <summary>A float product of two activations, after <see cref="FloatPackLayer"/>.</summary>
internal sealed class FloatActivationProductLayer : Layer
{
    private readonly ActivationProduct _product;
    private readonly long _segments;
    private readonly long? _bias;

    public FloatActivationProductLayer(Node node, PlanContext context, ActivationProduct product)
        : base(node)
    {
        _product = product;
        Read("x", context.View(node.X));
        Read("panels", product.Panels);
        Write("y", context.View(node.Y));
        _segments = context.Weights.Add(new int[1]);
        if (node.Input(2) is { } bias)
        {
            float[] padded = new float[product.PaddedColumns];
            bias.Data!.ToFloats().CopyTo(padded, 0);
            _bias = context.Weights.Add(padded);
        }
    }

    public override string Kernel =>
        $"float product {_product.Rows}x{_product.Length}x{_product.Columns}" + (_product.Matrices == 1 ? "" : $" times {_product.Matrices}");

    public override long MultiplyAccumulates => _product.MultiplyAccumulates;

    public override void WriteBody(CodeWriter code)
    {
        new DenseShape(_product.Rows, _product.Length, _product.Columns, _product.PaddedColumns / WeightMatrix.PanelChannels, _segments).Write(code);
        using (code.Block($"for (int matrix = 0; matrix < {Literal.Int(_product.Matrices)}; matrix++)"))
        {
            code.Line($"int left = ((int*)(weights + {Literal.Int(_product.LeftIndices)}))[matrix] * {Literal.Int(_product.Rows * _product.Length)};");
            code.Line($"int right = ((int*)(weights + {Literal.Int(_product.RightIndices)}))[matrix];");
            code.Line($"octavo::FloatConvolution.Run(x + left, panels + (right * {Literal.Int(_product.PanelLength)}), {FloatProductLayer.Bias(_bias)}, y + (matrix * {Literal.Int(_product.Rows * _product.Columns)}), "
                + $"in shape, {FloatProductLayer.Range(((MatMul)Node.Op).Activation)}, part, parts);");
        }
    }
}
