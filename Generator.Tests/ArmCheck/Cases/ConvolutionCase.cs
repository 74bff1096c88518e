using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random convolution: dot tiles, epilogues and the loops around them.</summary>
internal static unsafe class ConvolutionCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch)
    {
        var image = new Image(ref random);
        ConvolutionShape shape = Shape(ref random, ref scratch, image, out int reach);
        (int groups, int channels) = (shape.Groups, shape.Channels);
        int panels = (channels + 15) / 16;
        bool isSparse = random.OneIn(3);
        if (isSparse)
        {
            GivePanelsSegments(ref random, ref scratch, ref shape, panels * groups, out int farthest);
            reach = image.Reach(shape.Input) + (groups - 1) * shape.GroupBytes + farthest;
        }

        int steps = (shape.SegmentBytes + 3) / 4;
        byte* x = Buffers.Codes(ref random, ref scratch, reach + 4 * steps);

        int padded = 16 * panels * groups;
        sbyte* weights = (sbyte*)scratch.TakeLast(padded * shape.SegmentCount * steps * 4);
        var output = new EpilogueCase(ref random, ref scratch, image, channels * groups, padded, 1 << random.Between(8, 22));
        shape.Output = output.Output;
        output.Epilogue.SignedBias = scratch.Take<int>(padded);
        FillWeights(ref random, weights, shape, output.Epilogue);
        if (random.OneIn(3) && !isSparse)
        {
            output.Epilogue.WeightZeroPoint = scratch.Take<int>(padded);
            for (int n = 0; n < padded; n++)
            {
                output.Epilogue.WeightZeroPoint[n] = random.Between(-128, 127);
            }
        }

        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            Convolution.Run(set, x, weights, output.Y, shape, output.Epilogue, part, parts);
        }

        return Digest.Of(output.Y, output.OutputBytes);
    }

    /// <summary>Random geometry without output strides.</summary>
    /// <param name="reach">Where the last segment starts.</param>
    public static ConvolutionShape Shape(ref Random random, ref Scratch scratch, in Image image, out int reach)
    {
        var shape = new ConvolutionShape
        {
            Items = image.Items,
            Height = image.Height,
            Width = image.Width,
            Input = new PixelStrides(random.Between(0, 200), random.Between(0, 90), random.Between(1, 40)),
            SegmentCount = random.Between(1, 5),
            SegmentBytes = random.Between(1, 80),
            Groups = random.OneIn(4) ? random.Between(2, 3) : 1,
            GroupBytes = random.Between(0, 80),
            Channels = random.Between(1, 70),
            PanelBlock = random.Between(0, 3),
        };
        shape.Segments = Buffers.Offsets(ref random, ref scratch, shape.SegmentCount, 300, out int farthest);
        reach = image.Reach(shape.Input) + (shape.Groups - 1) * shape.GroupBytes + farthest;
        return shape;
    }

    /// <summary>As many segments for each panel as all had before, of one step.</summary>
    static void GivePanelsSegments(ref Random random, ref Scratch scratch, ref ConvolutionShape shape, int panels, out int farthest)
    {
        shape.SegmentBytes = 4;
        shape.Segments = Buffers.Offsets(ref random, ref scratch, panels * shape.SegmentCount, 300, out farthest);
        shape.PanelStarts = scratch.Take<int>(panels + 1);
        for (int panel = 0; panel <= panels; panel++)
        {
            shape.PanelStarts[panel] = panel * shape.SegmentCount;
        }
    }

    public static void FillWeights(ref Random random, sbyte* weights, in ConvolutionShape shape, in Epilogue epilogue)
    {
        int panels = (shape.Channels + 15) / 16;
        int steps = (shape.SegmentBytes + 3) / 4;
        bool extreme = random.OneIn(8);
        for (int panel = 0; panel < panels * shape.Groups; panel++)
        {
            int channels = shape.Channels - 16 * (panel % panels);
            for (int channel = 0; channel < 16; channel++)
            {
                int sum = 0;
                for (int segment = 0; segment < shape.SegmentCount; segment++)
                {
                    for (int k = 0; k < shape.SegmentBytes && channel < channels; k++)
                    {
                        int w = extreme ? (random.OneIn(2) ? -128 : 127) : random.Between(-128, 127);
                        weights[(((panel * shape.SegmentCount + segment) * steps + k / 4) * 16 + channel) * 4 + k % 4] = (sbyte)w;
                        sum += w;
                    }
                }

                epilogue.SignedBias[16 * panel + channel] = epilogue.Bias[16 * panel + channel] + 128 * sum;
            }
        }
    }
}
