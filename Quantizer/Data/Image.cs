namespace Octavo.Tool.Data;

/// <summary>A picture: rows of pixels of 1 (grey) or 3 (red, green, blue) values from 0 to 255.</summary>
internal sealed record Image(int Width, int Height, int Channels, float[] Pixels)
{
    private const int MaxSide = 1 << 15;
    private const int MaxPixels = 1 << 26;

    /// <exception cref="CommandException">The size is out of range.</exception>
    public static Image New(int width, int height, int channels, string file) =>
        width is > 0 and <= MaxSide && height is > 0 and <= MaxSide && width * height <= MaxPixels
            ? new Image(width, height, channels, new float[width * height * channels])
            : throw new CommandException($"{file} states a size of {width} x {height} pixels, which is out of range.");

    /// <summary>The same picture in grey or colour; grey is the luma of ITU-R BT.601.</summary>
    public Image WithChannels(int channels)
    {
        if (channels == Channels)
        {
            return this;
        }

        var result = new Image(Width, Height, channels, new float[Width * Height * channels]);
        for (int i = 0; i < Width * Height; i++)
        {
            if (channels == 1)
            {
                result.Pixels[i] = (0.299f * Pixels[3 * i]) + (0.587f * Pixels[(3 * i) + 1]) + (0.114f * Pixels[(3 * i) + 2]);
            }
            else
            {
                result.Pixels[3 * i] = result.Pixels[(3 * i) + 1] = result.Pixels[(3 * i) + 2] = Pixels[i];
            }
        }

        return result;
    }
}
