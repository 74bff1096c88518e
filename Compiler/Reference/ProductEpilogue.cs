using System;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>From the sums of a convolution or product to its output: requantize, clamp, add the residual, activate.</summary>
internal sealed class ProductEpilogue(TensorType y, Clamp? clamp, FloatClamp? activation, Residual? residual, Operand? residualOperand)
{
    /// <summary>What the product itself results in, before a residual is added.</summary>
    private readonly TensorType _product = residual is null ? y : new TensorType(residual.Element, y.Shape, residual.Intermediate);

    /// <param name="scale">The scale of the accumulator of an output element.</param>
    /// <param name="bias">A float bias per output element; a quantized output then goes through float.</param>
    public TensorData FromAccumulators(int[] accumulators, Func<int, float> scale, double[]? bias)
    {
        var writer = new TensorWriter(_product, clamp);
        for (int i = 0; i < accumulators.Length; i++)
        {
            if (!_product.IsQuantized && !_product.Element.IsFloat())
            {
                writer.Integer(i, accumulators[i]);
            }
            else if (_product.IsQuantized && bias is null && activation is null)
            {
                (float yScale, int zeroPoint) = writer.Quantization(i);
                writer.Integer(i, Requantization.Code(accumulators[i], scale(i) / yScale, zeroPoint, writer.Low, writer.High));
            }
            else
            {
                float scaled = accumulators[i] * scale(i);
                writer.Real(i, Activated(bias is null ? scaled : (float)(scaled + bias[i])));
            }
        }

        return WithResidual(writer.Data);
    }

    public TensorData FromReals(double[] values)
    {
        var writer = new TensorWriter(_product, clamp);
        for (int i = 0; i < values.Length; i++)
        {
            writer.Real(i, Activated(values[i]));
        }

        return WithResidual(writer.Data);
    }

    private double Activated(double value) =>
        activation is not { } range ? value : value < range.Low ? range.Low : value > range.High ? range.High : value;

    /// <summary>The separate Add with equal shapes, in the operands' order.</summary>
    private TensorData WithResidual(TensorData product)
    {
        if (residual is null)
        {
            return product;
        }

        Operand r = residualOperand!;
        AddParameters parameters = residual.ResidualFirst
            ? QuantizedAdd.Parameters(r.Quantization!, residual.Intermediate, y.Quantization!)
            : QuantizedAdd.Parameters(residual.Intermediate, r.Quantization!, y.Quantization!);
        var writer = new TensorWriter(y, residual.Clamp);
        for (int i = 0; i < product.Length; i++)
        {
            int self = (int)product.IntegerAt(i);
            int other = (int)r.Data.IntegerAt(i);
            (int a, int b) = residual.ResidualFirst ? (other, self) : (self, other);
            writer.Integer(i, QuantizedAdd.Code(parameters, a, b, writer.Low, writer.High));
        }

        return writer.Data;
    }
}
