using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random float convolution, depthwise convolution, pool, interpolation, softmax, mean, normalization or product with weights in blocks: lanes of 128 bits against one lane.</summary>
internal static unsafe class FloatLayerCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch) =>
        set == InstructionSet.Scalar ? Run<Lanes1>(random, scratch) : Run<Lanes4>(random, scratch);

    static ulong Run<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T> => random.Between(0, 7) switch
        {
            0 => Convolution<T>(random, scratch),
            1 => Depthwise<T>(random, scratch),
            2 => Pool<T>(random, scratch),
            3 => Interpolation<T>(random, scratch),
            4 => Rows<T>(random, scratch, softmax: true),
            5 => Rows<T>(random, scratch, softmax: false),
            6 => Blocks<T>(random, scratch),
            _ => Normalization<T>(random, scratch),
        };

    static ulong Convolution<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        var image = new Image(ref random);
        ConvolutionShape shape = ConvolutionCase.Shape(ref random, ref scratch, image, out int reach);
        int padded = shape.Groups * ((shape.Channels + 15) & -16);
        int allChannels = shape.Groups * shape.Channels;
        float* x = Buffers.Floats(ref random, ref scratch, reach + shape.SegmentBytes, 2);
        float* weights = Buffers.Floats(ref random, ref scratch, padded * shape.SegmentCount * shape.SegmentBytes, 1);
        float* bias = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, padded, 3);
        shape.Output = image.Strides(ref random, allChannels);
        int length = image.Reach(shape.Output) + allChannels;
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        float low = random.OneIn(2) ? float.NegativeInfinity : 0;
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            FloatConvolution.Run<T>(x, weights, bias, y, shape, low, 100, part, parts);
        }

        return Buffers.DigestOf(y, length);
    }

    static ulong Depthwise<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        var image = new Image(ref random);
        DepthwiseShape shape = DepthwiseCase.Shape(ref random, ref scratch, image, out int inputLength);
        int padded = (shape.Channels + 15) & -16;
        float* x = Buffers.Floats(ref random, ref scratch, inputLength, 2);
        float* weights = Buffers.Floats(ref random, ref scratch, padded * shape.TapCount, 1);
        float* bias = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, shape.Channels, 3);
        shape.Output = image.Strides(ref random, shape.Channels);
        int length = image.Reach(shape.Output) + shape.Channels;
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        float low = random.OneIn(2) ? float.NegativeInfinity : 0;
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            FloatDepthwise.Run<T>(x, weights, bias, y, shape, low, 100, part, parts);
        }

        return Buffers.DigestOf(y, length);
    }

    static ulong Pool<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        bool maximum = random.OneIn(2), countIncludePad = random.OneIn(2);
        var image = new Image(ref random);
        PoolShape shape = PoolCase.Shape(ref random, image, global: false, out int inputLength);
        float* x = Buffers.Floats(ref random, ref scratch, inputLength, 9);
        int length = shape.Items * shape.Output.Item;
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            if (maximum)
            {
                FloatPool.Run<FloatReduce.Max, T>(x, y, shape, countIncludePad, part, parts);
            }
            else
            {
                FloatPool.Run<FloatReduce.Mean, T>(x, y, shape, countIncludePad, part, parts);
            }
        }

        return Buffers.DigestOf(y, length);
    }

    static ulong Interpolation<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        int outer = random.Between(1, 3), inputs = random.Between(1, 7), outputs = random.Between(1, 9), inner = random.Between(1, 40), taps = random.Between(1, 4);
        float* x = Buffers.Floats(ref random, ref scratch, outer * inputs * inner, 2);
        float* weights = Buffers.Floats(ref random, ref scratch, outputs * taps, 1);
        int* positions = Buffers.Offsets(ref random, ref scratch, outputs * taps, inputs - 1, out _);
        int length = outer * outputs * inner;
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        var axis = new InterpolationAxis(positions, weights, taps, inputs, outputs);
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            FloatInterpolation.Run<T, FloatElements, FloatElements>(new(x), new(y), axis, outer, inner, part, parts);
        }

        return Buffers.DigestOf(y, length);
    }

    static ulong Rows<T>(Random random, Scratch scratch, bool softmax)
        where T : struct, IFloatLanes<T>
    {
        int outer = random.Between(1, 9), length = random.Between(1, 70), inner = random.OneIn(2) ? 1 : random.Between(1, 40);
        int elements = outer * length * inner;
        float* x = Buffers.Floats(ref random, ref scratch, elements, 20);
        float* y = (float*)Buffers.Output(ref scratch, elements * sizeof(float));
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            if (softmax)
            {
                FloatSoftmax.Run<T>(x, y, outer, length, inner, part, parts);
            }
            else
            {
                FloatReduce.Run<FloatReduce.Mean, T>(x, y, outer, length, inner, part, parts);
            }
        }

        return Buffers.DigestOf(y, elements);
    }

    static ulong Blocks<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        int rows = random.Between(1, 9), bits = 1 << random.Between(1, 3), block = 4 * random.Between(1, 9), panels = random.Between(1, 3);
        var matrix = new BlockMatrix { Rows = (16 * panels) - random.Between(0, 15), Length = random.Between(1, 70), Bits = bits, Block = block, ZeroStep = random.OneIn(2) ? 0 : 16 };
        int entries = 16 * panels * matrix.Blocks;
        float* x = Buffers.Floats(ref random, ref scratch, rows * matrix.Length, 2);
        matrix.Codes = Buffers.Codes(ref random, ref scratch, 16 * panels * matrix.RowBytes);
        matrix.Scales = Buffers.Floats(ref random, ref scratch, entries, 2);
        if (random.OneIn(2))
        {
            matrix.Zeros = Buffers.Codes(ref random, ref scratch, entries);
        }
        else
        {
            matrix.RealZeros = Buffers.Floats(ref random, ref scratch, entries, 9);
        }

        if (matrix.ZeroStep == 0)
        {
            for (int i = 1; i < 16; i++)
            {
                if (matrix.Zeros != null)
                {
                    matrix.Zeros[i] = *matrix.Zeros;
                }
                else
                {
                    matrix.RealZeros[i] = *matrix.RealZeros;
                }
            }
        }

        float* bias = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, 16 * panels, 3);
        int length = rows * matrix.Rows, parts = random.Between(1, 3);
        float* y = (float*)Buffers.Output(ref scratch, length * sizeof(float));
        for (int part = 0; part < parts; part++)
        {
            MatMulNBits.Run<T>(x, matrix, bias, y, rows, float.NegativeInfinity, 100, part, parts);
        }

        return Buffers.DigestOf(y, length);
    }

    static ulong Normalization<T>(Random random, Scratch scratch)
        where T : struct, IFloatLanes<T>
    {
        int rows = random.Between(1, 9), length = random.Between(1, 70);
        float* x = Buffers.Floats(ref random, ref scratch, rows * length, 20);
        float* scale = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, length, 2);
        float* bias = random.OneIn(2) ? null : Buffers.Floats(ref random, ref scratch, length, 2);
        bool centred = random.OneIn(2);
        float* y = (float*)Buffers.Output(ref scratch, rows * length * sizeof(float));
        NormalizationShape shape = new() { Rows = rows, Length = length, Run = 1, Parameters = length, Epsilon = 1e-5f, Centred = centred };
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            FloatNormalization.Run<T, FloatElements, FloatElements>(new(x), scale, bias, new(y), shape, part, parts);
        }

        return Buffers.DigestOf(y, rows * length);
    }
}
