using Octavo.Compiler.Codegen.Geometry;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Weights;
using Octavo.Compiler.Codegen.Writing;

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
        var shape = new DenseShape(_product.Rows, _product.Length, _product.Columns, _product.PaddedColumns / WeightMatrix.PanelChannels, _segments);
        shape.Write(code, pairsFitInt16: false);

        int padded = _product.PaddedColumns;
        _epilogue.Write(code);
        using (code.Block($"for (int matrix = 0; matrix < {Literal.Int(_product.Matrices)}; matrix++)"))
        {
            code.Line($"int left = ((int*)(weights + {Literal.Int(_product.LeftIndices)}))[matrix] * {Literal.Int(_product.Rows * _product.Length)};");
            code.Line($"int right = ((int*)(weights + {Literal.Int(_product.RightIndices)}))[matrix];");
            code.Line($"epilogue.Bias = constants + (right * {Literal.Int(4 * padded)});");
            code.Line($"epilogue.SignedBias = epilogue.Bias + {Literal.Int(padded)};");
            code.Line($"epilogue.WeightZeroPoint = epilogue.Bias + {Literal.Int(2 * padded)};");
            code.Line($"octavo::Convolution.Run(x + left, panels + (right * {Literal.Int(_product.PanelLength)}), (byte*)(y + (matrix * {Literal.Int(_product.Rows * _product.Columns)})), in shape, in epilogue, part, parts);");
        }
    }
}
