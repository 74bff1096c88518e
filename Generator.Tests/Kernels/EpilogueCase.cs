using System;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>An epilogue with random parameters, and what it computes, one output at a time.</summary>
internal sealed unsafe class EpilogueCase : IDisposable
{
    readonly Guarded<int> bias;
    readonly Guarded<int> signedBias;
    readonly Guarded<float> multiplier;
    readonly Guarded<int>? weightZeroPoint;
    readonly Guarded<float>? floatBias;
    readonly Guarded<byte>? residual;
    readonly Guarded<int>? inputFactor;
    readonly EpilogueOptions options;
    Epilogue epilogue;

    /// <param name="weightSums">Σw of each channel, by its place in the padded arrays.</param>
    public EpilogueCase(EpilogueOptions options, Random random, int[] weightSums, float scale, int outputs, PixelStrides output)
    {
        this.options = options;
        int length = weightSums.Length;
        bias = new(length);
        signedBias = new(length);
        multiplier = new(length);
        weightZeroPoint = options.WeightZeroPoints ? new(length) : null;
        floatBias = options.FloatBias ? new(length) : null;
        inputFactor = options.DynamicInput ? new(length) : null;
        residual = options.Kind == EpilogueKind.CodesPlusResidual ? new(outputs) : null;
        for (int i = 0; i < length; i++)
        {
            bias[i] = options.HugeBias ? int.MaxValue - random.Next(1000) : random.Next(-20000, 20000);
            signedBias[i] = bias[i] + 128 * weightSums[i];
            multiplier[i] = options.LargestReducingMultiplier ? MathF.BitDecrement(1) : scale * (0.5f + random.NextSingle()) * (options.HugeMultiplier ? 1e6f : 1);
            if (weightZeroPoint is not null)
            {
                weightZeroPoint[i] = random.Next(-128, 128);
            }

            if (floatBias is not null)
            {
                floatBias[i] = random.NextSingle() - 0.5f;
            }

            if (inputFactor is not null)
            {
                inputFactor[i] = random.Next(-2000, 2000);
            }
        }

        if (residual is not null)
        {
            random.NextBytes(residual.Span);
        }

        epilogue = new()
        {
            Kind = options.Kind,
            Bias = bias,
            SignedBias = signedBias,
            Multiplier = multiplier,
            IsReducing = !multiplier.Span.ContainsAnyExceptInRange(-MathF.BitDecrement(1), MathF.BitDecrement(1)),
            WeightZeroPoint = weightZeroPoint,
            InputFactor = inputFactor,
            InputZeroPoint = 93,
            InputScale = 1.37f,
            ZeroPoint = 117,
            Low = options.Clamped ? 100 : 0,
            High = options.Clamped ? 140 : 255,
            Residual = residual,
            ResidualStrides = output,
            ResidualFirst = options.ResidualFirst,
            SelfScale = 0.731f,
            ResidualScale = 0.52f,
            ResidualOffset = -31.4f,
            FinalLow = options.Clamped ? 20 : 0,
            FinalHigh = options.Clamped ? 200 : 255,
            FloatBias = floatBias,
            FloatLow = options.Clamped ? -10.5f : float.NegativeInfinity,
            FloatHigh = options.Clamped ? 20.25f : float.PositiveInfinity,
        };
    }

    public ref readonly Epilogue Epilogue => ref epilogue;

    public byte ExpectedCode(int sum, int codeSum, int parameter, int output)
    {
        float value = Scaled(sum, codeSum, parameter);
        int code = (int)MathF.Round(Math.Clamp(value, epilogue.Low - epilogue.ZeroPoint, epilogue.High - epilogue.ZeroPoint)) + epilogue.ZeroPoint;
        if (options.Kind == EpilogueKind.CodesPlusResidual)
        {
            float r = residual![output];
            float total = epilogue.ResidualFirst
                ? MathF.FusedMultiplyAdd(r, epilogue.ResidualScale, MathF.FusedMultiplyAdd(code, epilogue.SelfScale, epilogue.ResidualOffset))
                : MathF.FusedMultiplyAdd(code, epilogue.SelfScale, MathF.FusedMultiplyAdd(r, epilogue.ResidualScale, epilogue.ResidualOffset));
            code = Math.Clamp((int)MathF.Round(total), epilogue.FinalLow, epilogue.FinalHigh);
        }

        return (byte)code;
    }

    public float ExpectedFloat(int sum, int codeSum, int parameter)
    {
        float value = Scaled(sum, codeSum, parameter);
        if (floatBias is not null)
        {
            value += floatBias[parameter];
        }

        return Math.Clamp(value, epilogue.FloatLow, epilogue.FloatHigh);
    }

    public int ExpectedAccumulator(int sum, int codeSum, int parameter)
    {
        sum += bias[parameter];
        if (inputFactor is not null)
        {
            sum += epilogue.InputZeroPoint * inputFactor[parameter];
        }

        if (weightZeroPoint is not null)
        {
            sum -= weightZeroPoint[parameter] * codeSum;
        }

        return sum;
    }

    public void Dispose()
    {
        bias.Dispose();
        signedBias.Dispose();
        multiplier.Dispose();
        weightZeroPoint?.Dispose();
        floatBias?.Dispose();
        residual?.Dispose();
        inputFactor?.Dispose();
    }

    float Scaled(int sum, int codeSum, int parameter) =>
        ExpectedAccumulator(sum, codeSum, parameter) * (inputFactor is null ? multiplier[parameter] : epilogue.InputScale * multiplier[parameter]);
}
