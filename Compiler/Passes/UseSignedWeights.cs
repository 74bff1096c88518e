using System;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>
/// <c>u8 w, zero z => s8 w - 128, zero z - 128</c> for the constant weights of convolutions and products, then <c>s8 w, zero z => s8 w - z, zero 0</c> when all
/// differences fit: dot products want signed weights, and a zero of 0 saves the sum over x.
/// </summary>
internal static class UseSignedWeights
{
    public static void Run(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            for (int i = 1; i <= Weights(node); i++)
            {
                if (node.Input(i) is { } w && AreWeights(w, node.Op) && w.Type is { Quantization: { } quantization } && w.Type.IsByte()
                    && (w.Type.Element == ElementType.UInt8 || quantization.ZeroPoints().Any(z => z != 0)))
                {
                    node.Inputs[i] = Signed(w, quantization);
                }
            }
        }
    }

    /// <summary>Constants of a convolution or recurrent layer, or one matrix of a product: stacks of matrices are multiplied as activations are.</summary>
    public static bool AreWeights(Value w, Operator op) => w.IsConstant && (op is not MatMul || (w.Shape.Rank >= 2 && w.Shape.Length == (long)w.Shape[-1] * w.Shape[-2]));

    /// <summary>How many operands, from the second on, are weights.</summary>
    private static int Weights(Node node) => node.Op switch
    {
        Conv or MatMul => 1,
        DynamicLstm lstm => lstm.Directions.Count,
        _ => 0,
    };

    private static Value Signed(Value w, Quantization quantization)
    {
        int offset = w.Type.Element == ElementType.UInt8 ? 128 : 0;
        int[] codes = w.Data!.ToInts();
        int[] zeros = quantization.ZeroPoints();
        int stride = quantization.IsPerTensor ? codes.Length : (int)w.Shape.Product(quantization.Axis + 1, w.Shape.Rank);
        int[] centred = codes.Select((code, i) => code - zeros[i / stride % zeros.Length]).ToArray();
        bool fits = centred.All(c => c is >= sbyte.MinValue and <= sbyte.MaxValue);
        byte[] bytes = Array.ConvertAll(fits ? centred : codes, c => unchecked((byte)(fits ? c : c - offset)));
        int[] left = Array.ConvertAll(zeros, z => fits ? 0 : z - offset);
        return new Value(w.Name, new TensorData(ElementType.Int8, w.Shape, bytes), new Quantization(quantization.Scales(), left, quantization.Axis));
    }
}
