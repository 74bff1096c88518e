using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;

namespace Octavo.Generator.Models;

/// <summary>Opens model files: the only place of the generator that does.</summary>
[SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1035", Justification = "Roslyn hands text to generators, a model is binary; its descriptor's hash tells Roslyn when it changes.")]
internal static class ModelFile
{
    /// <summary>Stands for the hash of a file that could not be read.</summary>
    public const string Unreadable = "unreadable";

    // What an array can hold.
    private const long MaxLength = 0x7fffffc7;

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (file.Length > MaxLength)
            throw new IOException("It is larger than 2 GB; store large tensors as external data.");
        var bytes = new byte[file.Length];
        int read = 0;
        while (read < bytes.Length)
        {
            int count = file.Read(bytes, read, bytes.Length - read);
            if (count == 0)
                throw new EndOfStreamException($"'{path}' became shorter while it was read.");
            read += count;
        }

        return bytes;
    }

    /// <summary>Returns null, and the reason, when the file cannot be read.</summary>
    public static byte[]? TryRead(string path, out string reason)
    {
        try
        {
            reason = "";
            return Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>What tells, without reading it, that a file is still the same: its length and time of last change.</summary>
    public static string Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "absent";
    }

    /// <summary>Lower-case hexadecimal.</summary>
    public static string Sha256(byte[] bytes)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(bytes)).Replace("-", "").ToLowerInvariant();
    }
}
