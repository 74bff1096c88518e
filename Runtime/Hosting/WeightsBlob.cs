using System;
using System.Buffers.Binary;
using System.IO;
using System.Reflection;

namespace Octavo.Runtime;

/// <summary>
/// A model's packed weights, an embedded resource: a header of <see cref="HeaderLength"/> bytes, then the payload, whose sections are aligned to
/// 64 bytes relative to its start. Little-endian:
/// <code>
/// offset  0   4 bytes  magic "OCTW"
/// offset  4   int32    format version
/// offset  8   int64    payload length
/// offset 16  32 bytes  SHA-256 of the model
/// offset 48  16 bytes  zero
/// offset 64            payload
/// </code>
/// </summary>
public static unsafe class WeightsBlob
{
    /// <summary>"OCTW" read as a little-endian int32.</summary>
    public const int Magic = 0x5754_434F;

    public const int Version = 1;

    public const int HeaderLength = 64;

    public const int HashLength = 32;

    private const int Alignment = 64;

    /// <summary>
    /// Returns the payload of the resource, aligned to 64 bytes and valid as long as the assembly. It is read in place when the loader happened to
    /// align it; otherwise it is copied once into native memory that is never freed, because generated code keeps the pointer for good.
    /// </summary>
    /// <param name="modelHash">SHA-256 of the model that the calling code was generated from.</param>
    /// <param name="payloadLength">The payload length that the calling code was generated for.</param>
    /// <exception cref="InvalidOperationException">The resource is absent, damaged, or was made from another model.</exception>
    public static byte* Load(Assembly assembly, string resource, ReadOnlySpan<byte> modelHash, long payloadLength)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)
            ?? throw Refusal(resource, $"{assembly.GetName().Name} has no such resource");
        return Load(stream, resource, modelHash, payloadLength);
    }

    internal static byte* Load(Stream stream, string resource, ReadOnlySpan<byte> modelHash, long payloadLength)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            throw Refusal(resource, $"{stream.Length} bytes do not hold a header");
        }

        CheckHeader(header, resource, modelHash, payloadLength);
        if (stream.Length != HeaderLength + payloadLength)
        {
            throw Refusal(resource, $"{stream.Length - HeaderLength} of {payloadLength} bytes are there");
        }

        // Weights at an odd address cost products 0 to 5 % in every run (512-bit float loads, each of which then straddles two cache lines; other
        // kernels less); the copy costs a fraction of a millisecond per megabyte, once.
        if (stream is UnmanagedMemoryStream memory && (nuint)memory.PositionPointer % Alignment == 0)
        {
            return memory.PositionPointer;
        }

        byte* copy = NativeBlock.Allocate((nuint)payloadLength + Alignment);
        for (long done = 0; done < payloadLength;)
        {
            int chunk = (int)Math.Min(payloadLength - done, 1 << 30);
            stream.ReadExactly(new Span<byte>(copy + done, chunk));
            done += chunk;
        }

        return copy;
    }

    private static void CheckHeader(ReadOnlySpan<byte> header, string resource, ReadOnlySpan<byte> modelHash, long payloadLength)
    {
        if (BinaryPrimitives.ReadInt32LittleEndian(header) != Magic)
        {
            throw Refusal(resource, "the resource is not a weights blob");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        if (version != Version)
        {
            throw Refusal(resource, $"format {version} is not {Version}");
        }

        if (!header.Slice(16, HashLength).SequenceEqual(modelHash))
        {
            throw Refusal(resource, "they belong to another version of the model than the code");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        if (length != payloadLength)
        {
            throw Refusal(resource, $"{length} bytes where the code expects {payloadLength}");
        }
    }

    private static InvalidOperationException Refusal(string resource, string reason) =>
        new(FormattableString.Invariant($"The weights of {resource} are stale or missing: {reason}; rebuild the project."));
}
