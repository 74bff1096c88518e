using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// Integers below 8 bits, which fill a byte each, become 8-bit ones: <c>Quantize → s4</c> is <c>Quantize, clamped to −8..7 → s8</c>, and a Cast says which bits it keeps.
/// Codes then find the kernels of 8-bit codes.
/// </summary>
internal static class WidenTinyIntegers
{
    public static void Run(Graph graph)
    {
        foreach (Value input in graph.Inputs)
        {
            input.Type = Widened(input.Type);
        }

        foreach (Node node in graph.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (node.Inputs[i] is { IsConstant: true } constant && constant.Type.Element.IsTinyInteger())
                {
                    node.Inputs[i] = Widened(constant);
                }
            }

            node.Op = Widened(node);
            foreach (Value output in node.Outputs)
            {
                output.Type = Widened(output.Type);
            }
        }

        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            if (graph.Outputs[i].Value is { IsConstant: true } constant && constant.Type.Element.IsTinyInteger())
            {
                graph.Outputs[i] = new GraphOutput(graph.Outputs[i].Name, Widened(constant));
            }
        }
    }

    private static Operator Widened(Node node) => node.Outputs.Select(o => o.Type.Element).FirstOrDefault(e => e.IsTinyInteger()) is var element && !element.IsTinyInteger()
        ? node.Op
        : node.Op switch
        {
            Cast cast => cast with { Bits = element.Bits() },
            Quantize quantize => quantize with { Clamp = Codes(quantize.Clamp, element) },
            Conv conv when node.Y.Type.IsQuantized => conv with { Clamp = Codes(conv.Clamp, element) },
            MatMul product when node.Y.Type.IsQuantized => product with { Clamp = Codes(product.Clamp, element) },
            Binary binary when node.Y.Type.IsQuantized => binary with { Clamp = Codes(binary.Clamp, element) },
            _ => node.Op,
        };

    private static Clamp Codes(Clamp? clamp, ElementType element) => clamp?.Intersect(Clamp.Of(element)) ?? Clamp.Of(element);

    private static Value Widened(Value constant)
    {
        TensorType type = Widened(constant.Type);
        return new Value(constant.Name, new TensorData(type.Element, type.Shape, constant.Data!.Bytes), type.Quantization);
    }

    private static TensorType Widened(TensorType type) => !type.Element.IsTinyInteger()
        ? type
        : type with { Element = type.Element.MinValue() < 0 ? ElementType.Int8 : ElementType.UInt8 };
}
