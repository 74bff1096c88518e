using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>The epilogue, one register of channels at a time and all rows of the tile for each.</summary>
internal readonly unsafe struct LaneEpilogue<L, I, F> : IEpilogue
    where L : struct, ILanes<I, F>
    where I : struct
    where F : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(in AccumulatorTile tile, in Epilogue epilogue)
    {
        switch (epilogue.Kind)
        {
            case EpilogueKind.Float:
                StoreFloats(tile, epilogue);
                break;
            case EpilogueKind.Accumulators:
                StoreAccumulators(tile, epilogue);
                break;
            case EpilogueKind.CodesPlusResidual:
                StoreCodes<Residual>(tile, epilogue, 0);
                break;
            default:
                int done = epilogue.WeightZeroPoint is null ? StoreFourRegisters(tile, epilogue) : 0;
                if (done < tile.Channels)
                {
                    StoreCodes<None>(tile, epilogue, done);
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Sum(byte* codes, int count)
    {
        I sums = L.Create(0);
        int i = 0;
        for (; i + L.Count <= count; i += L.Count)
        {
            sums = L.Add(sums, L.LoadCodes(codes + i));
        }

        int sum = L.Sum(sums);
        for (; i < count; i++)
        {
            sum += codes[i];
        }

        return sum;
    }

    /// <summary>The common case, four registers of channels at a time; packing them saturates and so does most of the clamping.</summary>
    /// <returns>How many channels it stored.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int StoreFourRegisters(in AccumulatorTile tile, in Epilogue epilogue)
    {
        I zeroPoints = L.Create(epilogue.ZeroPoint * 0x00010001);
        I lows = L.Create(epilogue.Low * 0x01010101);
        I highs = L.Create(epilogue.High * 0x01010101);
        nint* offsets = tile.Offsets;
        int rows = tile.Rows;
        int stride = tile.Stride;
        int channel = 0;
        for (; channel + 4 * L.Count <= tile.Channels; channel += 4 * L.Count)
        {
            int* bias = tile.Bias + tile.Parameter + channel;
            float* multiplier = epilogue.Multiplier + tile.Parameter + channel;
            I bias0 = L.Load(bias);
            I bias1 = L.Load(bias + L.Count);
            I bias2 = L.Load(bias + 2 * L.Count);
            I bias3 = L.Load(bias + 3 * L.Count);
            F multiplier0 = L.Load(multiplier);
            F multiplier1 = L.Load(multiplier + L.Count);
            F multiplier2 = L.Load(multiplier + 2 * L.Count);
            F multiplier3 = L.Load(multiplier + 3 * L.Count);
            byte* y = tile.Y + tile.Channel + channel;
            int* values = tile.Values + channel;
            for (int row = 0; row < rows; row++, values += stride)
            {
                F value0 = L.Multiply(L.ToFloat(L.Add(L.Load(values), bias0)), multiplier0);
                F value1 = L.Multiply(L.ToFloat(L.Add(L.Load(values + L.Count), bias1)), multiplier1);
                F value2 = L.Multiply(L.ToFloat(L.Add(L.Load(values + 2 * L.Count), bias2)), multiplier2);
                F value3 = L.Multiply(L.ToFloat(L.Add(L.Load(values + 3 * L.Count), bias3)), multiplier3);
                L.StoreSaturated(
                    y + offsets[row],
                    L.RoundSaturated(value0),
                    L.RoundSaturated(value1),
                    L.RoundSaturated(value2),
                    L.RoundSaturated(value3),
                    zeroPoints,
                    lows,
                    highs);
            }
        }

        return channel;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void StoreCodes<R>(in AccumulatorTile tile, in Epilogue epilogue, int firstChannel)
        where R : struct
    {
        F low = L.Create((float)(epilogue.Low - epilogue.ZeroPoint));
        F high = L.Create((float)(epilogue.High - epilogue.ZeroPoint));
        I zeroPoint = L.Create(epilogue.ZeroPoint);
        F selfScale = L.Create(epilogue.SelfScale);
        F residualScale = L.Create(epilogue.ResidualScale);
        F residualOffset = L.Create(epilogue.ResidualOffset);
        F finalLow = L.Create((float)epilogue.FinalLow);
        F finalHigh = L.Create((float)epilogue.FinalHigh);
        bool residualFirst = epilogue.ResidualFirst;
        int* sums = epilogue.WeightZeroPoint is null ? null : tile.Sums;
        nint* offsets = tile.Offsets;
        nint* residualOffsets = tile.ResidualOffsets;
        int rows = tile.Rows;
        int stride = tile.Stride;
        byte* spill = stackalloc byte[L.Count];

        for (int channel = firstChannel; channel < tile.Channels; channel += L.Count)
        {
            int parameter = tile.Parameter + channel;
            int valid = Math.Min(L.Count, tile.Channels - channel);
            I bias = L.Load(tile.Bias + parameter);
            I weightZeroPoint = sums is null ? bias : L.Load(epilogue.WeightZeroPoint + parameter);
            F multiplier = L.Load(epilogue.Multiplier + parameter);
            int* values = tile.Values + channel;
            byte* firstResidual = epilogue.Residual + tile.Channel + channel;
            byte* firstY = tile.Y + tile.Channel + channel;
            for (int row = 0; row < rows; row++, values += stride)
            {
                I sum = L.Add(L.Load(values), bias);
                if (sums is not null)
                {
                    sum = L.Subtract(sum, L.Multiply(weightZeroPoint, L.Create(sums[row])));
                }

                I codes = L.Add(L.Round(L.Min(L.Max(L.Multiply(L.ToFloat(sum), multiplier), low), high)), zeroPoint);
                if (typeof(R) == typeof(Residual))
                {
                    F self = L.ToFloat(codes);
                    F residual = L.ToFloat(L.LoadCodes(firstResidual + residualOffsets[row]));
                    F result = residualFirst
                        ? L.FusedMultiplyAdd(residual, residualScale, L.FusedMultiplyAdd(self, selfScale, residualOffset))
                        : L.FusedMultiplyAdd(self, selfScale, L.FusedMultiplyAdd(residual, residualScale, residualOffset));
                    codes = L.Round(L.Min(L.Max(result, finalLow), finalHigh));
                }

                byte* y = firstY + offsets[row];
                if (valid == L.Count)
                {
                    L.StoreCodes(y, codes);
                }
                else
                {
                    L.StoreCodes(spill, codes);
                    Bytes.Copy(y, spill, valid);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void StoreFloats(in AccumulatorTile tile, in Epilogue epilogue)
    {
        F low = L.Create(epilogue.FloatLow);
        F high = L.Create(epilogue.FloatHigh);
        int* sums = epilogue.WeightZeroPoint is null ? null : tile.Sums;
        nint* offsets = tile.Offsets;
        int rows = tile.Rows;
        int stride = tile.Stride;
        float* spill = stackalloc float[L.Count];

        for (int channel = 0; channel < tile.Channels; channel += L.Count)
        {
            int parameter = tile.Parameter + channel;
            int valid = Math.Min(L.Count, tile.Channels - channel);
            I bias = Bias(tile, epilogue, parameter);
            I weightZeroPoint = sums is null ? bias : L.Load(epilogue.WeightZeroPoint + parameter);
            F multiplier = L.Load(epilogue.Multiplier + parameter);
            if (epilogue.InputFactor is not null)
            {
                multiplier = L.Multiply(L.Create(epilogue.InputScale), multiplier);
            }

            F floatBias = epilogue.FloatBias is null ? multiplier : L.Load(epilogue.FloatBias + parameter);
            int* values = tile.Values + channel;
            float* firstY = (float*)tile.Y + tile.Channel + channel;
            for (int row = 0; row < rows; row++, values += stride)
            {
                I sum = L.Add(L.Load(values), bias);
                if (sums is not null)
                {
                    sum = L.Subtract(sum, L.Multiply(weightZeroPoint, L.Create(sums[row])));
                }

                F result = L.Multiply(L.ToFloat(sum), multiplier);
                if (epilogue.FloatBias is not null)
                {
                    result = L.Add(result, floatBias);
                }

                result = L.Min(L.Max(result, low), high);
                float* y = firstY + offsets[row];
                if (valid == L.Count)
                {
                    L.Store(y, result);
                }
                else
                {
                    L.Store(spill, result);
                    Bytes.Copy((byte*)y, (byte*)spill, 4 * valid);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void StoreAccumulators(in AccumulatorTile tile, in Epilogue epilogue)
    {
        int* sums = epilogue.WeightZeroPoint is null ? null : tile.Sums;
        int* spill = stackalloc int[L.Count];
        for (int channel = 0; channel < tile.Channels; channel += L.Count)
        {
            int parameter = tile.Parameter + channel;
            int valid = Math.Min(L.Count, tile.Channels - channel);
            I bias = Bias(tile, epilogue, parameter);
            I weightZeroPoint = sums is null ? bias : L.Load(epilogue.WeightZeroPoint + parameter);
            int* values = tile.Values + channel;
            int* firstY = (int*)tile.Y + tile.Channel + channel;
            for (int row = 0; row < tile.Rows; row++, values += tile.Stride)
            {
                I sum = L.Add(L.Load(values), bias);
                if (sums is not null)
                {
                    sum = L.Subtract(sum, L.Multiply(weightZeroPoint, L.Create(sums[row])));
                }

                int* y = firstY + tile.Offsets[row];
                if (valid == L.Count)
                {
                    L.Store(y, sum);
                }
                else
                {
                    L.Store(spill, sum);
                    Bytes.Copy((byte*)y, (byte*)spill, 4 * valid);
                }
            }
        }
    }

    /// <summary>What is added to the sums of a register of channels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static I Bias(in AccumulatorTile tile, in Epilogue epilogue, int parameter)
    {
        I bias = L.Load(tile.Bias + parameter);
        return epilogue.InputFactor is null
            ? bias
            : L.Add(bias, L.Multiply(L.Create(epilogue.InputZeroPoint), L.Load(epilogue.InputFactor + parameter)));
    }

    readonly struct None;

    readonly struct Residual;
}
