using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random pool.</summary>
internal static unsafe class PoolCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch)
    {
        int operation = random.Between(0, 3);
        if (operation == 3)
        {
            return Rows(set, random, scratch);
        }

        var image = new Image(ref random);
        PoolShape shape = Shape(ref random, image, global: operation == 2, out int inputLength);
        int outputBytes = shape.Items * shape.Output.Item;
        byte* y = Buffers.Output(ref scratch, outputBytes);
        byte* x = Buffers.Codes(ref random, ref scratch, inputLength);
        int xZeroPoint = random.Between(0, 255), yZeroPoint = random.Between(0, 255);
        float xScale = random.Between(0.01f, 1f), yScale = random.Between(0.01f, 1f);
        bool countIncludePad = random.OneIn(2);
        int low = random.OneIn(2) ? 0 : random.Between(0, 120);
        int high = random.OneIn(2) ? 255 : random.Between(130, 255);
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            switch (operation)
            {
                case 0:
                    MaxPool.Run(set, x, y, shape, part, parts);
                    break;
                case 1:
                    AveragePool.Run(set, x, y, shape, countIncludePad, xScale, xZeroPoint, yScale, yZeroPoint, low, high, 0, part, parts);
                    break;
                default:
                    float multiplier = xScale / (yScale * (image.Height * image.Width));
                    GlobalAveragePool.Run(set, x, y, shape, xZeroPoint, multiplier, yZeroPoint, low, high, part, parts);
                    break;
            }
        }

        return Buffers.DigestOf(y, outputBytes);
    }

    static ulong Rows(InstructionSet set, Random random, Scratch scratch)
    {
        int rows = random.Between(1, 20), length = random.Between(1, 90);
        byte* y = Buffers.Output(ref scratch, rows);
        byte* x = Buffers.Codes(ref random, ref scratch, rows * length);
        int xZeroPoint = random.Between(0, 255), yZeroPoint = random.Between(0, 255);
        float multiplier = random.Between(0.001f, 0.5f);
        int parts = random.Between(1, 3);
        for (int part = 0; part < parts; part++)
        {
            RowSums.Run(set, x, y, rows, length, xZeroPoint, multiplier, yZeroPoint, 3, 250, part, parts);
        }

        return Buffers.DigestOf(y, rows);
    }

    /// <summary>Random geometry; of a window that covers the image if it is global.</summary>
    public static PoolShape Shape(ref Random random, in Image image, bool global, out int inputLength)
    {
        int channels = random.Between(1, 70);
        var shape = new PoolShape
        {
            Items = image.Items,
            InputHeight = image.Height,
            InputWidth = image.Width,
            OutputHeight = global ? 1 : random.Between(1, 4),
            OutputWidth = global ? 1 : random.Between(1, 4),
            Channels = channels,
            KernelHeight = random.Between(1, 4),
            KernelWidth = random.Between(1, 4),
            StrideHeight = random.Between(1, 2),
            StrideWidth = random.Between(1, 2),
            DilationHeight = random.Between(1, 2),
            DilationWidth = random.Between(1, 2),
            PadTop = random.Between(0, 2),
            PadLeft = random.Between(0, 2),
            PadBottom = random.Between(0, 2),
            PadRight = random.Between(0, 2),
            Input = image.Strides(ref random, channels),
        };
        int pixel = channels + random.Between(0, 5);
        shape.Output = new PixelStrides(shape.OutputHeight * shape.OutputWidth * pixel, shape.OutputWidth * pixel, pixel);
        inputLength = image.Reach(shape.Input) + channels;
        return shape;
    }
}
