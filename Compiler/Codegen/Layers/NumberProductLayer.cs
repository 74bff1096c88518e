using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>A matrix product of doubles or integers.</summary>
internal sealed class NumberProductLayer : Layer
{
    private readonly ActivationProduct _product;
    private readonly string _bias;

    public NumberProductLayer(Node node, PlanContext context)
        : base(node)
    {
        _product = new ActivationProduct(node, context);
        Read("a", context.View(node.X));
        Read("b", context.View(node.Inputs[1]!));
        _bias = node.Input(2) is { } bias ? Read("bias", context.View(bias)).Name : "null";
        Write("y", context.View(node.Y));
    }

    public override string Kernel => $"product {_product.Rows}x{_product.Length}x{_product.Columns}" + (_product.Matrices == 1 ? "" : $" times {_product.Matrices}");

    public override long MultiplyAccumulates => _product.MultiplyAccumulates;

    public static bool Fits(Node node) =>
        node.Op is MatMul { Activation: null, Residual: null } && !node.Y.Type.IsQuantized && node.X.Type.Element == node.Y.Type.Element
        && node.Y.Type.Element is not (ElementType.Bool or ElementType.BFloat16 or ElementType.Float16);

    public override void WriteBody(CodeWriter code) => code.Line(
        $"octavo::NumberProduct.Run(a, b, {_bias}, y, (int*)(weights + {Literal.Int(_product.LeftIndices)}), (int*)(weights + {Literal.Int(_product.RightIndices)}), "
        + $"{Literal.Int(_product.Matrices)}, {Literal.Int(_product.Rows)}, {Literal.Int(_product.Length)}, {Literal.Int(_product.Columns)}, part, parts);");
}
