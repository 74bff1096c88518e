using System.Collections.Generic;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Quantization whose parameters are tensors of the graph.</summary>
internal static class DynamicQuantization
{
    /// <summary>Codes, scale and zero point of x.</summary>
    public static TensorData[] Evaluate(Operand x, IReadOnlyList<TensorType> outputs)
    {
        Quantization quantization = Of(x.Data.ToFloats());
        TensorData codes = Conversion.Real(x, outputs[0] with { Quantization = quantization });
        return [codes, TensorData.Floats(Shape.Scalar, quantization.Scale), new TensorData(ElementType.UInt8, Shape.Scalar, [(byte)quantization.ZeroPoint])];
    }

    /// <summary>The range of the elements and zero, in 255 steps.</summary>
    public static Quantization Of(IEnumerable<float> reals)
    {
        float low = 0, high = 0;
        foreach (float real in reals)
        {
            low = real < low ? real : low;
            high = real > high ? real : high;
        }

        float range = high - low;
        float scale = low == high ? 1 : range / 255;
        float steps = low / scale;
        return new Quantization(scale, Saturation.RoundThenShift(0 - steps, 0, 0, 255));
    }

    /// <summary>The codes with the quantization that two operands of one element give them.</summary>
    public static Operand Quantized(Operand codes, Operand scale, Operand zeroPoint) =>
        codes with { Quantization = new Quantization((float)scale.Data.FloatAt(0), (int)zeroPoint.Data.IntegerAt(0)) };
}
