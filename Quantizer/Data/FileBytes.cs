using System;
using System.Buffers.Binary;
using System.IO;

namespace Octavo.Tool.Data;

/// <summary>What the readers of binary files share; a file that ends early is a <see cref="CommandException"/>.</summary>
internal static class FileBytes
{
    private const int Trusted = 1 << 24;

    public static byte[] Take(this Stream stream, long count, string file)
    {
        if (count < 0 || count > Array.MaxLength)
        {
            throw new CommandException($"{file} states a size of {count} bytes, which is out of range.");
        }

        // What a file states is believed as far as its bytes reach.
        byte[] bytes = new byte[Math.Min(count, Trusted)];
        int read = 0;
        while (true)
        {
            read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
            if (read < bytes.Length)
            {
                throw new CommandException($"{file} is truncated: {count} bytes are expected and {read} are left.");
            }

            if (read == count)
            {
                return bytes;
            }

            Array.Resize(ref bytes, (int)Math.Min(count, 4L * read));
        }
    }

    public static int TakeBigEndian(this Stream stream, string file) => BinaryPrimitives.ReadInt32BigEndian(stream.Take(4, file));

    /// <summary>The dimensions' product.</summary>
    /// <exception cref="CommandException">A dimension is negative, or the product is out of range.</exception>
    public static int Elements(ReadOnlySpan<int> dimensions, string file)
    {
        long product = 1;
        foreach (int dimension in dimensions)
        {
            product *= dimension;
            if (dimension < 0 || product > int.MaxValue)
            {
                throw new CommandException($"{file} states a shape that is out of range.");
            }
        }

        return (int)product;
    }
}
