using System;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random epilogue with its output.</summary>
internal unsafe struct EpilogueCase
{
    public Epilogue Epilogue;
    public PixelStrides Output;
    public byte* Y;
    public int OutputBytes;

    /// <param name="channels">Output channels, all groups together.</param>
    /// <param name="padded">The length of the arrays with an element per channel.</param>
    /// <param name="most">What the accumulators stay below, about.</param>
    public EpilogueCase(ref Random random, ref Scratch scratch, in Image image, int channels, int padded, int most)
    {
        Epilogue = new Epilogue
        {
            Kind = (EpilogueKind)random.Between(0, 2),
            Bias = scratch.Take<int>(padded),
            Multiplier = scratch.Take<float>(padded),
            ZeroPoint = random.Between(0, 255),
            Low = random.OneIn(2) ? 0 : random.Between(0, 120),
            High = random.OneIn(2) ? 255 : random.Between(130, 255),
        };
        bool floats = Epilogue.Kind == EpilogueKind.Float;
        float reach = random.Between(20f, 400f) / most;
        for (int n = 0; n < padded; n++)
        {
            Epilogue.Bias[n] = random.Between(-most, most);
            Epilogue.Multiplier[n] = random.Between(0f, reach);
        }

        Output = image.Strides(ref random, channels);
        OutputBytes = (image.Reach(Output) + channels + 7) * (floats ? sizeof(float) : 1);
        Y = scratch.Take<byte>(OutputBytes);
        new Span<byte>(Y, OutputBytes).Fill(0xA5);
        if (floats)
        {
            Epilogue.FloatLow = random.OneIn(2) ? float.NegativeInfinity : -1;
            Epilogue.FloatHigh = random.OneIn(2) ? float.PositiveInfinity : 6;
            if (random.OneIn(2))
            {
                Epilogue.FloatBias = scratch.Take<float>(padded);
                for (int n = 0; n < padded; n++)
                {
                    Epilogue.FloatBias[n] = random.Between(-9f, 9f);
                }
            }
        }

        if (Epilogue.Kind == EpilogueKind.CodesPlusResidual)
        {
            AddResidual(ref random, ref scratch, image, channels);
        }
    }

    void AddResidual(ref Random random, ref Scratch scratch, in Image image, int channels)
    {
        Epilogue.ResidualStrides = image.Strides(ref random, channels);
        int bytes = image.Reach(Epilogue.ResidualStrides) + channels;
        Epilogue.Residual = scratch.TakeLast(bytes);
        for (int i = 0; i < bytes; i++)
        {
            Epilogue.Residual[i] = (byte)random.Next();
        }

        Epilogue.ResidualFirst = random.OneIn(2);
        Epilogue.SelfScale = random.Between(0f, 2f);
        Epilogue.ResidualScale = random.Between(0f, 2f);
        Epilogue.ResidualOffset = random.Between(-200f, 200f);
        Epilogue.FinalLow = random.OneIn(2) ? 0 : random.Between(0, 120);
        Epilogue.FinalHigh = random.OneIn(2) ? 255 : random.Between(130, 255);
    }
}
