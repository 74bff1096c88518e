using System;
using System.Runtime.CompilerServices;

namespace Octavo.Runtime;

/// <summary>Depthwise convolutions as dot products over four taps, from windows to codes: four pixels and all channels in one call of machine code.</summary>
internal static unsafe class Vnni512Depthwise
{
    const int Pixels = 4;

    /// <summary>Codes, from weights that fit in s8.</summary>
    public static bool Fits(in DepthwiseShape shape, in Epilogue epilogue) =>
        shape.Blocks is not null && epilogue.Kind == EpilogueKind.Codes && epilogue.InputFactor is null && (shape.Overhangs || shape.Channels % 16 == 0);

    public static void Run(byte* x, byte* y, in DepthwiseShape shape, in Epilogue epilogue, int part, int parts)
    {
        PixelShare share = new(shape.Items * shape.Height * shape.Width, Pixels, (shape.Channels + 63) / 64, part, parts);
        if (!share.IsEmpty)
        {
            Sweep(x, y, shape, epilogue, 64 * share.FirstBlock, Math.Min(64 * share.EndBlock, shape.Channels), share.FirstPixel, share.EndPixel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sweep(byte* x, byte* y, in DepthwiseShape shape, in Epilogue epilogue, int firstChannel, int endChannel, int firstPixel, int endPixel)
    {
        int channels = endChannel - firstChannel;
        int fullPanels = channels / 16;
        int rest = channels % 16;
        Vnni512Code.DepthwiseArguments arguments;
        arguments.Taps = shape.Taps;
        arguments.SingleTap = shape.TapCount % 4 == 1 ? 1 : 0;
        arguments.Steps = arguments.SingleTap != 0 ? shape.TapCount / 4 : (shape.TapCount + 3) / 4;

        // A channel of a block: a bias, a multiplier, and four bytes of weights for each step.
        nint channelBytes = 4 * (2 + arguments.Steps + arguments.SingleTap);
        arguments.Blocks = shape.Blocks + firstChannel * channelBytes;
        arguments.Blocks64 = fullPanels / 4;
        arguments.Blocks32 = fullPanels % 4 / 2;
        arguments.Blocks16 = fullPanels % 2 + (rest == 0 ? 0 : 1);
        arguments.LastMask = rest == 0 ? 0xFFFF : (1UL << rest) - 1;
        arguments.Codes = new(epilogue);

        PixelCursor cursor = new(firstPixel, shape.Height, shape.Width, shape.Input, shape.Output, default);
        for (int pixel = firstPixel; pixel < endPixel; pixel += Pixels)
        {
            int count = Math.Min(Pixels, endPixel - pixel);
            for (int i = 0; i < count; i++)
            {
                arguments.Windows[i] = (ulong)(x + cursor.Input + firstChannel);
                arguments.Outputs[i] = (ulong)(y + cursor.Output + firstChannel);
                cursor.Advance();
            }

            // The last pixel again: it writes the same codes to the same place.
            for (int i = count; i < Pixels; i++)
            {
                arguments.Windows[i] = arguments.Windows[i - 1];
                arguments.Outputs[i] = arguments.Outputs[i - 1];
            }

            if (epilogue.Saturates)
            {
                Vnni512Code.SaturatingDepthwise(&arguments);
            }
            else
            {
                Vnni512Code.Depthwise(&arguments);
            }
        }
    }
}
