namespace Octavo.Compiler.Codegen.Layers;

/// <summary>An int8 product of two activations, after <see cref="PackLayer"/>.</summary>
internal sealed class ActivationProductLayer : Layer
{
    private readonly ActivationProduct _product;
    private readonly EpilogueCode _epilogue;
    private readonly long _segments;

    public ActivationProductLayer(Node node, PlanContext context, ActivationProduct product, View constants)
        : base(node)
    {
        _product = product;
        Read("x", context.View(node.X));
        Read("panels", product.Panels);
        Read("constants", constants);
        Write("y", context.View(node.Y));
        _epilogue = EpilogueCode.ForActivations(node, context, product.Columns);
        _segments = context.Weights.Add(new int[1]);
    }

    public override string Kernel =>
        $"product {_product.Rows}x{_product.Length}x{_product.Columns}" + (_product.Matrices == 1 ? "" : $" times {_product.Matrices}");

    public override long MultiplyAccumulates => _product.MultiplyAccumulates;

    public override void WriteBody(CodeWriter code)
    {
        var grid = new PixelGrid(1, 1, _product.Rows, PixelGrid.OfRows(_product.Length), PixelGrid.OfRows(_product.Columns));
        using (code.Block("var shape = new octavo::ConvolutionShape", ";"))
        {
            code.Line(grid.Extents + ",");
            code.Line($"Input = {grid.Strides(0)},");
            code.Line($"Output = {grid.Strides(1)},");
            code.Line($"Segments = (int*)(weights + {Literal.Int(_segments)}), SegmentCount = 1, SegmentBytes = {Literal.Int(_product.Length)},");
            code.Line($"Groups = 1, GroupBytes = 0, Channels = {Literal.Int(_product.Columns)},");
            code.Line($"PanelBlock = {Literal.Int((_product.PaddedColumns + 15) / 16)}, PairsFitInt16 = false,");
        }

        int padded = _product.PaddedColumns;
        _epilogue.Write(code);
        using (code.Block($"for (int matrix = 0; matrix < {Literal.Int(_product.Matrices)}; matrix++)"))
        {
            code.Line($"int left = ((int*)(weights + {Literal.Int(_product.LeftOffsets)}))[matrix];");
            code.Line($"int right = ((int*)(weights + {Literal.Int(_product.RightIndices)}))[matrix];");
            code.Line($"epilogue.Bias = constants + (right * {Literal.Int(4 * padded)});");
            code.Line($"epilogue.SignedBias = epilogue.Bias + {Literal.Int(padded)};");
            code.Line($"epilogue.WeightZeroPoint = epilogue.Bias + {Literal.Int(2 * padded)};");
            code.Line($"octavo::Convolution.Run(x + left, panels + (right * {Literal.Int(_product.PanelLength)}), (byte*)(y + (matrix * {Literal.Int(_product.Rows * _product.Columns)})), in shape, in epilogue, part, parts);");
        }
    }
}
