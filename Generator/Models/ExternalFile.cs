namespace Octavo.Generator.Models;

/// <summary>A file of external data beside a model.</summary>
/// <param name="Name">Relative to the model's folder, as the model spells it.</param>
/// <param name="Sha256">Lower-case hexadecimal; <see cref="ModelFile.Unreadable"/> when the file could not be read.</param>
internal sealed record ExternalFile(string Name, string Sha256);
