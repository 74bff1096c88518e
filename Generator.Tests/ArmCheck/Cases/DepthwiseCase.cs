using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random depthwise convolution.</summary>
internal static unsafe class DepthwiseCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch)
    {
        var image = new Image(ref random);
        DepthwiseShape shape = Shape(ref random, ref scratch, image, out int inputLength);
        int channels = shape.Channels;
        int panels = (channels + 15) / 16;
        byte* x = Buffers.Codes(ref random, ref scratch, inputLength);
        int pairs = (shape.TapCount + 1) / 2;
        short* weights = (short*)scratch.TakeLast(panels * pairs * 16 * 2 * sizeof(short));
        for (int channel = 0; channel < channels; channel++)
        {
            for (int tap = 0; tap < shape.TapCount; tap++)
            {
                weights[((channel / 16 * pairs + tap / 2) * 16 + channel % 16) * 2 + tap % 2] = (short)random.Between(-255, 255);
            }
        }

        var output = new EpilogueCase(ref random, ref scratch, image, channels, 16 * panels, 1 << random.Between(8, 20));
        shape.Output = output.Output;
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            Depthwise.Run(set, x, weights, output.Y, shape, output.Epilogue, part, parts);
        }

        return Digest.Of(output.Y, output.OutputBytes);
    }
    /// <summary>Random geometry without output strides.</summary>
    public static DepthwiseShape Shape(ref Random random, ref Scratch scratch, in Image image, out int inputLength)
    {
        var shape = new DepthwiseShape
        {
            Items = image.Items,
            Height = image.Height,
            Width = image.Width,
            Input = new PixelStrides(random.Between(0, 400), random.Between(0, 300), random.Between(1, 200)),
            TapCount = random.OneIn(6) ? random.Between(26, 81) : random.Between(1, 25),
            Channels = random.Between(1, 100),
        };
        shape.Taps = Buffers.Offsets(ref random, ref scratch, shape.TapCount, 1000, out int farthest);
        inputLength = image.Reach(shape.Input) + farthest + shape.Channels;
        return shape;
    }
}
