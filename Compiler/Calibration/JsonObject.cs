using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Calibration;

/// <summary>A JSON object whose members are asked for by name and type; what does not fit is a <see cref="FormatException"/> naming it.</summary>
internal sealed class JsonObject
{
    private readonly Dictionary<string, object?> _members;
    private readonly string _path;

    private JsonObject(Dictionary<string, object?> members, string path) => (_members, _path) = (members, path);

    public IEnumerable<string> Names => _members.Keys;

    public static JsonObject Of(object? value, string path = "") =>
        value is Dictionary<string, object?> members ? new JsonObject(members, path) : throw new FormatException($"{(path.Length == 0 ? "the text" : $"'{path}'")} is no object");

    /// <summary>The names that lead to this object.</summary>
    public string Location => _path;

    public bool Has(string name) => _members.ContainsKey(name);

    public JsonObject Object(string name) => Of(Get<object>(name), Path(name));

    public string Text(string name) => Get<string>(name);

    public double Number(string name) => Get<double>(name);

    public int Integer(string name) =>
        Number(name) is var value && value >= int.MinValue && value <= int.MaxValue && value == Math.Floor(value) ? (int)value : throw new FormatException($"'{Path(name)}' is no integer in range");

    public bool Flag(string name) => Get<bool>(name);

    public double[] Numbers(string name) => List<double>(name);

    public string[] Texts(string name) => List<string>(name);

    private T[] List<T>(string name) => [.. Get<List<object?>>(name).Select(v => v is T item ? item : throw new FormatException($"an element of '{Path(name)}' is no {typeof(T).Name}"))];

    private T Get<T>(string name) =>
        _members.TryGetValue(name, out object? value) && value is T member ? member : throw new FormatException($"it has no '{Path(name)}', or of another kind");

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
