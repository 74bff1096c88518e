using System;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Tool.Data;

internal enum Layout
{
    /// <summary>Channels first when the input's second dimension is 1 or 3, otherwise last.</summary>
    Auto,
    Nchw,
    Nhwc,
}

internal enum Resize
{
    /// <summary>Pictures must have the input's size.</summary>
    None,

    /// <summary>To the input's size, whatever becomes of the proportions.</summary>
    Stretch,

    /// <summary>The largest middle part of the input's proportions.</summary>
    Crop,

    /// <summary>The whole picture in the middle, the rest filled with 114.</summary>
    Letterbox,
}

internal enum ChannelOrder
{
    Rgb,
    Bgr,
}

/// <summary>How pixels of 0 to 255 become the numbers of an input: <c>(pixel - mean) / deviation</c>, per channel.</summary>
internal sealed record PixelOptions(float[] Mean, float[] Deviation, Layout Layout = Layout.Auto, Resize Resize = Resize.None, ChannelOrder Order = ChannelOrder.Rgb)
{
    public static PixelOptions None { get; } = new([0], [1]);

    public bool IsPlain => Mean.All(m => m == 0) && Deviation.All(d => d == 1);

    /// <summary>Brightnesses in an input's own order, as numbers.</summary>
    public void Normalize(float[] pixels, Shape shape)
    {
        if (IsPlain)
        {
            return;
        }

        (int channels, int inner) = Channels(shape);
        foreach ((string option, float[] numbers) in new[] { ("--mean", Mean), ("--std", Deviation) })
        {
            if (numbers.Length != 1 && numbers.Length != channels)
            {
                throw new CommandException($"{option} has {numbers.Length} numbers and the model's input of shape {shape} has {channels} channels: give one number, or one for each.");
            }
        }

        for (int i = 0; i < pixels.Length; i++)
        {
            int channel = i / inner % channels;
            pixels[i] = (pixels[i] - Mean[channel % Mean.Length]) / Deviation[channel % Deviation.Length];
        }
    }

    /// <summary>The number of channels of an input and how many elements lie between two of them.</summary>
    public (int Channels, int Inner) Channels(Shape shape)
    {
        if (shape.Rank < 3)
        {
            return (1, Math.Max((int)shape.Length, 1));
        }

        return IsChannelsFirst(shape) ? (shape[-3], shape[-2] * shape[-1]) : (shape[-1], 1);
    }

    public bool IsChannelsFirst(Shape shape) => Layout == Layout.Nchw || (Layout == Layout.Auto && shape[-3] is (1 or 3));
}
