using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Reads an operand's elements as the reals they stand for.</summary>
internal sealed class TensorReader(Operand operand)
{
    private readonly ChannelIndex _channel = new(operand.Quantization, operand.Shape);

    /// <summary>Codes are dequantized to float; everything else is what it is.</summary>
    public double Real(int element)
    {
        if (operand.Quantization is not { } quantization)
        {
            return operand.Data.FloatAt(element);
        }

        int channel = _channel.Of(element);
        return LinearQuantization.Real(Code(element), quantization.ScaleOf(channel), quantization.ZeroPointOf(channel));
    }

    public int Code(int element) => unchecked((int)operand.Data.IntegerAt(element));

    public (float Scale, int ZeroPoint) Quantization(int element)
    {
        int channel = _channel.Of(element);
        return (operand.Quantization!.ScaleOf(channel), operand.Quantization.ZeroPointOf(channel));
    }

    public static double[] Reals(Operand operand)
    {
        var reader = new TensorReader(operand);
        double[] reals = new double[operand.Data.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            reals[i] = reader.Real(i);
        }

        return reals;
    }

    /// <summary>The codes with their zero points subtracted, in int32.</summary>
    public static int[] Centred(Operand operand)
    {
        var reader = new TensorReader(operand);
        int[] centred = new int[operand.Data.Length];
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = unchecked(reader.Code(i) - (operand.Quantization is null ? 0 : reader.Quantization(i).ZeroPoint));
        }

        return centred;
    }
}
