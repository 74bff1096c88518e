using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary><c>op(x) => Q(op(DQ(x)))</c> for quantized operators that no integer kernel runs.</summary>
internal static class LowerToFloat
{
    public static void Run(Graph graph, ICollection<Problem> problems)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (IntegerSupport.Obstacle(node) is { } obstacle)
            {
                Lower(graph, node);
                if (!IsElementwise(node.Op))
                {
                    problems.Add(FloatFallbacks.Report(node, obstacle));
                }
            }
        }
    }

    /// <summary>These become one pass over codes.</summary>
    private static bool IsElementwise(Operator op) => op is Binary or Unary or Clip or PRelu or Where;

    private static void Lower(Graph graph, Node node)
    {
        if (node.Op is Conv or MatMul or Gemm && node.Input(2) is { Type: { Element: ElementType.Int32, IsQuantized: false } } bias && node.X.Type.IsQuantized)
        {
            graph.WrapInput(node, 2, new Reinterpret(), bias.Type with { Quantization = AccumulatorQuantization(node, bias) });
        }

        for (int i = 0; i < node.Inputs.Count; i++)
        {
            if (node.Inputs[i] is { Type.IsQuantized: true } codes)
            {
                graph.WrapInput(node, i, new Dequantize(), new TensorType(ElementType.Float32, codes.Shape));
            }
        }

        Clamp? clamp = node.Op switch
        {
            Conv conv => conv.Clamp,
            MatMul matMul => matMul.Clamp,
            Binary binary => binary.Clamp,
            _ => null,
        };
        for (int i = 0; i < node.Outputs.Count; i++)
        {
            if (node.Outputs[i].Type.IsQuantized)
            {
                graph.WrapOutput(node, i, new Quantize { Clamp = clamp }, new TensorType(ElementType.Float32, node.Outputs[i].Shape));
            }
        }

        node.Op = node.Op switch
        {
            Conv conv => conv with { Clamp = null },
            MatMul matMul => matMul with { Clamp = null },
            Binary binary => binary with { Clamp = null },
            _ => node.Op,
        };
    }

    /// <summary>What an int32 bias means: multiples of <c>alpha * sx * sw[c]</c>.</summary>
    private static Quantization AccumulatorQuantization(Node node, Value bias)
    {
        Quantization x = node.X.Type.Quantization!, w = node.Inputs[1]!.Type.Quantization!;
        float left = node.Op is Gemm gemm ? gemm.Alpha * x.Scale : x.Scale;
        float[] scales = w.Scales().Select(s => left * s).ToArray();
        return scales.Length == 1 ? new Quantization(scales[0], 0) : new Quantization(scales, new int[scales.Length], bias.Shape.Rank - 1);
    }
}
