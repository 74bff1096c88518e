using System;

namespace Octavo.Compiler;

/// <summary>A model file as the host hands it over; the compiler itself opens no files.</summary>
/// <param name="FileName">The file's name without its folder, for messages.</param>
/// <param name="Bytes">The whole file.</param>
/// <param name="ReadSibling">
/// Reads a whole file named relative to the model's folder, for external data; returns null when there is none. The importer has already
/// refused names that leave the folder. Null when the host supports none.
/// </param>
public sealed record ModelSource(string FileName, byte[] Bytes, Func<string, byte[]?>? ReadSibling = null);
