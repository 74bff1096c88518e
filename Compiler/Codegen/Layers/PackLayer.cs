using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>Packs the right operand of an integer product of two activations, and the per-column constants of its epilogue.</summary>
internal sealed class PackLayer : Layer
{
    private readonly ActivationProduct _product;
    private readonly string _bias = "";

    public PackLayer(Node node, PlanContext context, ActivationProduct product, View constants)
        : base(node)
    {
        _product = product;
        Read("b", context.View(node.Inputs[1]!));
        Write("panels", product.Panels);
        Write("constants", constants);
        if (node.Input(2) is { Type.Element: ElementType.Int32, Data: { } bias })
        {
            int[] padded = new int[product.PaddedColumns];
            bias.ToInts().CopyTo(padded, 0);
            _bias = $", (int*)(weights + {Literal.Int(context.Weights.Add(padded))})";
        }
    }

    public override string Kernel => $"pack {_product.Length}x{_product.Columns}";

    public override void WriteBody(CodeWriter code)
    {
        int n = _product.Columns, k = _product.Length, padded = _product.PaddedColumns;
        using (code.Block($"for (int matrix = part; matrix < {Literal.Int(_product.RightMatrices)}; matrix += parts)"))
        {
            code.Line($"int* columns = constants + (matrix * {Literal.Int(4 * padded)});");
            code.Line($"octavo::PackedProduct.Pack(b + (matrix * {Literal.Int(k * n)}), panels + (matrix * {Literal.Int(_product.PanelLength)}), columns + {Literal.Int(3 * padded)}, {Literal.Int(k)}, {Literal.Int(n)}, {Literal.Int(n)}, 1);");
            code.Line($"octavo::PackedProduct.Bias(columns, columns + {Literal.Int(padded)}, columns + {Literal.Int(2 * padded)}, columns + {Literal.Int(3 * padded)}, "
                + $"{Literal.Int(Node.X.Type.Quantization!.ZeroPoint)}, {Literal.Int(Node.Inputs[1]!.Type.Quantization!.ZeroPoint)}, {Literal.Int(k)}, {Literal.Int(n)}{_bias});");
        }
    }
}
