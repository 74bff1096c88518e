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
            case EpilogueKind.CodesPlusResidual:
                StoreCodes<Residual>(tile, epilogue);
                break;
            default:
                StoreCodes<None>(tile, epilogue);
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void StoreCodes<R>(in AccumulatorTile tile, in Epilogue epilogue)
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

        for (int channel = 0; channel < tile.Channels; channel += L.Count)
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
            I bias = L.Load(tile.Bias + parameter);
            I weightZeroPoint = sums is null ? bias : L.Load(epilogue.WeightZeroPoint + parameter);
            F multiplier = L.Load(epilogue.Multiplier + parameter);
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

    readonly struct None;

    readonly struct Residual;
}
