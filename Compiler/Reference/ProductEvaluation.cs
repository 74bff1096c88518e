using System;

namespace Octavo.Compiler.Reference;

/// <summary>
/// Chooses the arithmetic of a convolution or product by its operands, and turns the sums into the output:
/// codes of 8 bits are summed in int32, raw integers in int64, everything else in float or double.
/// </summary>
internal sealed class ProductEvaluation(IProduct product, Operand x, Operand w, TensorType y)
{
    private readonly int _length = (int)y.Shape.Length;

    /// <summary>The axis of w along which its quantization may vary: the one that numbers the output's channels.</summary>
    public int? WeightAxis { get; init; }

    /// <summary>The channel of an output element.</summary>
    public required Func<int, int> ChannelOf { get; init; }

    public ProductBias? Bias { get; init; }

    public float Alpha { get; init; } = 1;

    public Clamp? Clamp { get; init; }

    public FloatClamp? Activation { get; init; }

    public Residual? Residual { get; init; }

    public Operand? ResidualOperand { get; init; }

    public TensorData Evaluate() =>
        x.IsRawInteger && w.IsRawInteger && !y.IsQuantized && !y.Element.IsFloat() ? RawIntegers()
        : IsIntegerProduct ? Codes()
        : Precision.Of(y, x, w).IsDouble ? Doubles()
        : Floats();

    /// <summary>
    /// Both operands have 8 bits, x one scale and w at most one per output channel; an integer bias enters the accumulator unscaled.
    /// </summary>
    private bool IsIntegerProduct =>
        x.Quantization is { IsPerTensor: true } && x.Element.Size() == 1
        && w.Quantization is { } quantization && w.Element.Size() == 1
        && (quantization.IsPerTensor || quantization.Axis == WeightAxis)
        && Bias is null or { Beta: 1 } or { IsInteger: false };

    private TensorData RawIntegers()
    {
        long[] sums = new long[_length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = Bias?.Integer(i) ?? 0;
        }

        product.AddTo<long, Int64Step>(sums, x.Data.ToLongs(), w.Data.ToLongs());
        var writer = new TensorWriter(y);
        for (int i = 0; i < sums.Length; i++)
        {
            writer.Integer(i, sums[i]);
        }

        return writer.Data;
    }

    private TensorData Codes()
    {
        int[] sums = new int[_length];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = Bias is { IsInteger: true } ? unchecked((int)Bias.Integer(i)) : 0;
        }

        product.AddTo<int, Int32Step>(sums, TensorReader.Centred(x), TensorReader.Centred(w));
        return new ProductEpilogue(y, Clamp, Activation, Residual, ResidualOperand)
            .FromAccumulators(sums, i => AccumulatorScale(ChannelOf(i)), Bias is { IsInteger: false } ? BiasReals() : null);
    }

    private float AccumulatorScale(int channel)
    {
        float scaled = Alpha * x.Quantization!.Scale;
        return scaled * w.Quantization!.ScaleOf(channel);
    }

    private TensorData Floats()
    {
        float[] sums = new float[_length];
        product.AddTo<float, Float32Step>(sums, Singles(x), Singles(w));
        return Finish(Array.ConvertAll(sums, s => (double)s));
    }

    private TensorData Doubles()
    {
        double[] sums = new double[_length];
        product.AddTo<double, Float64Step>(sums, TensorReader.Reals(x), TensorReader.Reals(w));
        return Finish(sums);
    }

    /// <summary>y = alpha · sum + beta · c: a bias that came first would round every step of the sum by its own size.</summary>
    private TensorData Finish(double[] sums)
    {
        Precision precision = Precision.Of(y, x, w);
        double[]? bias = Bias is null ? null : BiasReals();
        for (int i = 0; i < sums.Length; i++)
        {
            double scaled = Alpha == 1 ? sums[i] : precision.Round(Alpha * sums[i]);
            sums[i] = bias is null ? scaled : precision.Round(scaled + bias[i]);
        }

        return new ProductEpilogue(y, Clamp, Activation, Residual, ResidualOperand).FromReals(sums);
    }

    /// <summary>beta * c per output element; an integer bias without a quantization of its own is in the accumulator's scale.</summary>
    private double[] BiasReals()
    {
        Precision precision = Precision.Of(y, x, w);
        var reader = new TensorReader(Bias!.Operand);
        bool inAccumulatorScale = Bias.Operand.IsRawInteger && x.Quantization is not null && w.Quantization is not null;
        double[] reals = new double[_length];
        for (int i = 0; i < reals.Length; i++)
        {
            double real = reader.Real(Bias.Position(i));
            if (inAccumulatorScale)
            {
                real = precision.Round(real * AccumulatorScale(ChannelOf(i)));
            }

            reals[i] = precision.Round(Bias.Beta * real);
        }

        return reals;
    }

    private static float[] Singles(Operand operand) => Array.ConvertAll(TensorReader.Reals(operand), r => (float)r);
}
