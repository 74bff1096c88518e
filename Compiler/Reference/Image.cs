namespace Octavo.Compiler.Reference;

/// <summary>A batch of images in either layout: where the element of an item, a channel and a pixel (row-major over the spatial axes) lies.</summary>
internal readonly struct Image(Shape shape, bool channelsLast)
{
    public int Items { get; } = shape[0];

    public int Channels { get; } = channelsLast ? shape[-1] : shape[1];

    public int Pixels { get; } = (int)(channelsLast ? shape.Product(1, shape.Rank - 1) : shape.Product(2, shape.Rank));

    public int ChannelStride => channelsLast ? 1 : Pixels;

    public int Position(int item, int channel, int pixel) => channelsLast
        ? (((item * Pixels) + pixel) * Channels) + channel
        : (((item * Channels) + channel) * Pixels) + pixel;

    /// <summary>The channel of an element, counted in row-major order.</summary>
    public int ChannelOf(int element) => element / ChannelStride % Channels;
}
